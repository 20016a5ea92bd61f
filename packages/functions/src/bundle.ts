import { existsSync } from "node:fs";
import { basename, join } from "node:path";

/** How every function is bundled; `bench/cold-start.ts` measures with the same. */
export const bundle = {
  esbuild: { conditions: ["@torrent/source", "module"], mainFields: ["module", "main"] },
  minify: true,
  // Parsers that only some components need are files of their own, read when they are needed.
  splitting: true,
};

/** The parsers that ANALYZE and the worker run in a process of its own, which has to be a file; see `isolated.ts` of the passes. */
export const parsers = { file: "structure-parsers.mjs" };

/** Where their sources are: in this repository, or in the package that a team has installed. */
const entries = [
  "packages/analysis/src/passes/structure/parse/entry.ts",
  "node_modules/@torrent/analysis/dist/passes/structure/parse/entry.js",
];

/** The parsers' module below a root; `undefined` where no pass of `@torrent/analysis` can run. */
export const parsersEntry = (root: string): string | undefined =>
  entries.find((entry) => existsSync(join(root, entry)));

/**
 * Puts {@link parsers} into a bundle's folder, with files of their own for what only some documents need. Does nothing for a
 * choreography without them.
 */
export const withParsers =
  (root: string) =>
  async (folder: string): Promise<void> => {
    const entry = parsersEntry(root);
    if (entry === undefined) return;
    const { build } = await import("esbuild");
    await build({
      ...bundle.esbuild,
      absWorkingDir: root,
      entryPoints: { [basename(parsers.file, ".mjs")]: entry },
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: bundle.splitting,
      platform: "node",
      target: "esnext",
      format: "esm",
      // Not `minifySyntax`: of these files it takes a fiftieth off, and seven times as long, because of what PDFs are read with.
      minifyWhitespace: bundle.minify,
      minifyIdentifiers: bundle.minify,
      keepNames: true,
      logLevel: "error",
      banner: {
        js: 'import { createRequire as __require } from "node:module"; const require = __require(import.meta.url);',
      },
    });
  };
