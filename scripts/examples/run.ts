import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../release/build.ts";
import { pack, packedFolder } from "../release/pack.ts";
import { packages, root } from "../release/packages.ts";

/**
 * Runs an example from the packed packages in an empty folder outside of the workspace, as another team would.
 *
 *   npm run examples -- invoices
 */
const examples = join(root, "examples");
const known = readdirSync(examples).filter((name) => existsSync(join(examples, name, "package.json")));
const [name = ""] = process.argv.slice(2);
if (!known.includes(name)) {
  console.error(`Name an example: ${known.join(", ")}`);
  process.exit(2);
}

const tarballs = join(packedFolder, "tarballs");

/** Packs unless `TORRENT_PACKED` says that it was done just before. */
const packed = (): Map<string, string> => {
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

/** Runs the example's data, and says in one line what came of it. */
const figures = (at: string): string => {
  const data = readdirSync(join(at, "data")).map((file) => join("data", file));
  const started = performance.now();
  const answer = execFileSync("npx", ["torrent", "run", ...data, "--json", "--fresh"], { cwd: at, encoding: "utf8" });
  const seconds = (performance.now() - started) / 1000;
  const { packages: all } = JSON.parse(answer) as {
    packages: { components: number; tasks: { succeeded: number; expected: number }; counts: Record<string, number> }[];
  };
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  const counted = Object.entries(all[0]?.counts ?? {}).map(([what, count]) => `, ${what} ${count}`);
  return `${name}: ${sum(({ components }) => components)} components, ${sum(({ tasks }) => tasks.succeeded)} of ${sum(({ tasks }) => tasks.expected)} tasks succeeded${counted.join("")}, ${seconds.toFixed(1)} s`;
};

const folder = mkdtempSync(join(tmpdir(), `torrent-${name}-`));
try {
  const from = packed();
  cpSync(join(examples, name), folder, { recursive: true });
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  for (const dependency of Object.keys(manifest.dependencies))
    manifest.dependencies[dependency] = from.get(dependency) ?? manifest.dependencies[dependency];
  // What they depend on comes from the tarballs too: nothing of it is on a registry yet.
  manifest.overrides = Object.fromEntries(from);
  for (const direct of Object.keys(manifest.dependencies)) delete manifest.overrides[direct];
  writeFileSync(path, JSON.stringify(manifest, null, 2));
  const run = (...args: string[]) => execFileSync("npm", args, { cwd: folder, stdio: "inherit" });
  run("install", "--no-audit", "--no-fund", "--loglevel=error");
  run("run", "--silent", "--if-present", "test");
  console.log(figures(folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
