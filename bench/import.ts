import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { atMost, type BenchResult, median, round } from "./bench.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const TIMES = 15;
const TARGET_MS = 40;
const TARGET_BYTES = 4096;

/** Milliseconds that a new process takes to import the built module, without the start of Node. */
const importMs = (module: string): number => {
  const code = `const from = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - from);`;
  const args = ["--input-type=module", "--eval", code];
  const env = { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: "", NODE_DISABLE_COMPILE_CACHE: "1" };
  return Number(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", env }));
};

const minifiedBytes = async (names: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from "@torrent/core";`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
  });
  return outputFiles[0]?.contents.length ?? 0;
};

/** The time that importing the built `@torrent/core` takes, and the size of the protocol by itself in a bundle. */
export const run = async (): Promise<BenchResult> => {
  if (!existsSync(new URL("../packages/core/dist/index.js", import.meta.url)))
    throw new Error("@torrent/core is not built; run npm run build first");
  const rows = ["zod/mini", "@torrent/core", "@torrent/core/unstable"].map((module) => {
    const times = Array.from({ length: TIMES }, () => importMs(module));
    return { module, "median ms": round(median(times)), "least ms": round(Math.min(...times)) };
  });
  const ms = rows.find(({ module }) => module === "@torrent/core")?.["median ms"] ?? Number.NaN;
  const bytes = await minifiedBytes("seal, settleTask");
  return {
    rows,
    targets: [
      atMost('import "@torrent/core", ms', ms, TARGET_MS),
      atMost("seal and settleTask, bytes minified", bytes, TARGET_BYTES),
    ],
  };
};
