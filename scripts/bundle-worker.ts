import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { withParsers } from "../packages/functions/src/bundle.ts";

/**
 * Puts all that the worker's container runs into one folder, with no `node_modules`: the loop, the entry of its task
 * threads, and the parsers, which run in a process of their own.
 *
 *   node scripts/bundle-worker.ts FOLDER [CONFIG]
 *
 * CONFIG is the choreography's file, torrent.config.ts by default.
 */
const [folder, config = "torrent.config.ts"] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to write to: node scripts/bundle-worker.ts FOLDER [CONFIG]");

const root = fileURLToPath(new URL("..", import.meta.url));

await build({
  absWorkingDir: root,
  outdir: folder,
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  keepNames: true,
  // A stack names the line that was written.
  sourcemap: true,
  conditions: ["@torrent/source", "module"],
  mainFields: ["module", "main"],
  banner: {
    js: 'import { createRequire as __require } from "node:module"; const require = __require(import.meta.url);',
  },
  logLevel: "warning",
  entryPoints: {
    main: "packages/worker/src/main.ts",
    thread: "packages/worker/src/thread.ts",
    // What TORRENT_CLOUD names: which cloud it is, is known when the worker starts.
    aws: "packages/core/src/aws/index.ts",
    // What TORRENT_CONFIG names.
    choreography: config,
  },
});
await withParsers(root)(folder);
await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
