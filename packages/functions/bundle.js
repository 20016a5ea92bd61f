import { basename } from "node:path";
/** How every function is bundled; `bench/cold-start.ts` measures with the same. */
export const bundle = {
  esbuild: { conditions: ["@torrent/source", "module"], mainFields: ["module", "main"] },
  minify: true,
  // Parsers that only some components need are files of their own, read when they are needed.
  splitting: true,
};
/** The parsers that ANALYZE and the worker run in a process of its own, which has to be a file; see `isolated.ts` of the passes. */
export const parsers = {
  entry: "packages/analysis/src/passes/structure/parse/entry.ts",
  file: "structure-parsers.mjs",
};
/** Puts {@link parsers} into a bundle's folder, with files of their own for what only some documents need. */
export const withParsers = (root) => async (folder) => {
  const { build } = await import("esbuild");
  await build({
    ...bundle.esbuild,
    absWorkingDir: root,
    entryPoints: { [basename(parsers.file, ".mjs")]: parsers.entry },
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
