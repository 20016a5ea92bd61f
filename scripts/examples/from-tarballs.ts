import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../release/build.ts";
import { pack, packedFolder } from "../release/pack.ts";
import { packages } from "../release/packages.ts";

const tarballs = join(packedFolder, "tarballs");

/** Where each package's tarball is, by its name. Packs unless `TORRENT_PACKED` says that it was done just before. */
export const packedPackages = (): Map<string, string> => {
  if (process.env.TORRENT_PACKED !== "1") {
    build();
    pack();
  }
  const files = readdirSync(tarballs);
  return new Map(
    packages().map(({ manifest }) => {
      const start = manifest.name.replace("@", "").replace("/", "-");
      const file = files.find((tarball) => tarball === `${start}-${manifest.version}.tgz`);
      if (!file) throw new Error(`${manifest.name} is not packed in ${tarballs}`);
      return [manifest.name, `file:${join(tarballs, file)}`];
    }),
  );
};

/** Installs a project outside of the workspace, with the tarballs in place of the registry's packages. */
export const installFromTarballs = (folder: string, packed: ReadonlyMap<string, string>): void => {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const direct: string[] = [];
  for (const dependencies of [manifest.dependencies, manifest.devDependencies ?? {}])
    for (const name of Object.keys(dependencies)) {
      direct.push(name);
      dependencies[name] = packed.get(name) ?? dependencies[name];
    }
  // What they depend on comes from the tarballs too: nothing of it is on a registry yet.
  manifest.overrides = Object.fromEntries([...packed].filter(([name]) => !direct.includes(name)));
  writeFileSync(path, JSON.stringify(manifest, null, 2));
  npm(folder, "install", "--no-audit", "--no-fund", "--loglevel=error");
};

export const npm = (folder: string, ...args: string[]): void => {
  execFileSync("npm", args, { cwd: folder, stdio: "inherit" });
};
