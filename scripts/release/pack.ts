import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishedManifest } from "./manifest.ts";
import { type Package, packages, root } from "./packages.ts";

/** Where packed packages lie; not committed. */
export const packedFolder = join(root, ".release");

const copied = ["dist", "types", "bin", "templates", "README.md", "CHANGELOG.md"];

const stage = ({ folder, manifest }: Package, versions: ReadonlyMap<string, string>): string => {
  const to = join(packedFolder, "staged", manifest.name.replace("@torrent/", ""));
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of copied)
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(to, name), { recursive: true });
  cpSync(join(root, "LICENSE"), join(to, "LICENSE"));
  writeFileSync(
    join(to, "package.json"),
    `${JSON.stringify(publishedManifest(manifest, versions, existsSync(join(folder, "types"))), null, 2)}\n`,
  );
  return to;
};

export interface Packed {
  name: string;
  version: string;
  /** Absolute. */
  tarball: string;
  /** Bytes of the tarball. */
  size: number;
  files: number;
}

/** Packs every package from a folder of its own, as it would be published. */
export const pack = (): Packed[] => {
  const all = packages();
  const versions = new Map(all.map(({ manifest }) => [manifest.name, manifest.version]));
  const tarballs = join(packedFolder, "tarballs");
  rmSync(packedFolder, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  return all.map((one) => {
    const folder = stage(one, versions);
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", tarballs];
    const answer = execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    const parsed = JSON.parse(answer) as unknown;
    const [packed] = Object.values(parsed as Record<string, { filename: string; size: number; entryCount: number }>);
    if (!packed) throw new Error(`${one.manifest.name} was not packed`);
    const tarball = join(tarballs, packed.filename.replace(/^@/, "").replace("/", "-"));
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name, version, tarball, size: packed.size, files: packed.entryCount };
  });
};
