import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

/**
 * Puts all that the worker's container runs into one folder, with no `node_modules`: the loop, the entry of its task
 * threads, and the parsers that run on threads of their own.
 *
 *   node scripts/bundle-worker.ts FOLDER
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Say into which folder: node scripts/bundle-worker.ts FOLDER");

const options: BuildOptions = {
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  outdir: folder,
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  keepNames: true,
  conditions: ["@torrent/source", "module"],
  mainFields: ["module", "main"],
  banner: {
    js: 'import { createRequire as __require } from "node:module"; const require = __require(import.meta.url);',
  },
  logLevel: "warning",
};

await build({
  ...options,
  entryPoints: {
    main: "packages/worker/src/main.ts",
    thread: "packages/worker/src/thread.ts",
    // What TORRENT_CLOUD names: which cloud it is, is known when the worker starts.
    aws: "packages/core/src/aws/index.ts",
  },
});
await build({
  ...options,
  // As in packages/functions/bundle.ts: it would take seven times as long, for a fiftieth.
  minify: false,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  entryPoints: { "structure-parsers": "packages/worker/src/passes/structure/parse/entry.ts" },
  outExtension: { ".js": ".mjs" },
});
await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
