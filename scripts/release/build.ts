import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { publishedManifest } from "./manifest.ts";
import { type Package, packages, root } from "./packages.ts";

/** Where a package's entry points are built, for the compiler: the workspace's own `exports` lead to sources. */
const pathsOf = ({ folder, manifest }: Package): [string, string[]][] =>
  Object.entries(publishedManifest(manifest, new Map(), existsSync(join(folder, "types"))).exports ?? {}).flatMap(
    ([path, to]) =>
      typeof to === "object" && to.types ? [[`${manifest.name}${path.slice(1)}`, [join(folder, to.types)]]] : [],
  );

/** Builds one package's sources into `dist`: modules and types, no maps. */
const buildOne = (one: Package, before: readonly Package[]): void => {
  const { folder, manifest } = one;
  if (!existsSync(join(folder, "src"))) return;
  const config = join(folder, ".tsconfig.release.json");
  const excluded = ["src/dashboard", "src/kernel", "src/**/*.test.ts", "src/**/*.test-d.ts"];
  writeFileSync(
    config,
    JSON.stringify({
      extends: relative(folder, join(root, "tsconfig.base.json")),
      compilerOptions: {
        noEmit: false,
        rootDir: "src",
        outDir: "dist",
        // Types are checked by `npm run types`; declarations that are written by hand lie in `types/`.
        noCheck: true,
        declaration: !existsSync(join(folder, "types")),
        sourceMap: false,
        declarationMap: false,
        customConditions: [],
        paths: Object.fromEntries(before.flatMap(pathsOf)),
      },
      include: ["src"],
      exclude: excluded,
    }),
  );
  try {
    for (const left of existsSync(join(folder, "dist")) ? readdirSync(join(folder, "dist")) : [])
      if (left !== "dashboard") rmSync(join(folder, "dist", left), { recursive: true });
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config, "--checkers", "1"], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (manifest.name === "@torrent/core")
      execFileSync(process.execPath, [join(root, "scripts/bundle-zod.ts")], {
        stdio: ["ignore", "inherit", "inherit"],
      });
  } catch (cause) {
    throw new Error(`${manifest.name} does not build`, { cause });
  } finally {
    rmSync(config, { force: true });
  }
};

/** Builds every package, each after those it depends on. */
export const build = (only: readonly Package[] = packages()): void => {
  const all = packages();
  for (const one of only) {
    process.stderr.write(`build ${one.manifest.name}\n`);
    buildOne(
      one,
      all.slice(
        0,
        all.findIndex(({ manifest }) => manifest.name === one.manifest.name),
      ),
    );
  }
};
