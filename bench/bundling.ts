import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundle } from "../packages/functions/src/bundle.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface Bundled {
  /** The file to import. */
  file: string;
  /** What is read at INIT: the entry and what it imports statically. */
  eagerBytes: number;
  /** With what is loaded when it is needed. */
  allBytes: number;
  /** Source files that some of it comes from. */
  sources: string[];
}

/** Bundles one entry as SST does, with the options of `packages/functions/src/bundle.ts`. */
export const bundled = async (
  source: { entry: string } | { text: string },
  folder: string,
  { splitting } = bundle,
): Promise<Bundled> => {
  const { metafile } = await build({
    ...bundle.esbuild,
    ...("entry" in source
      ? { entryPoints: { bundle: source.entry } }
      : { stdin: { contents: source.text, resolveDir: join(root, "packages/core"), sourcefile: "bundle.ts" } }),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "esnext",
    format: "esm",
    minify: bundle.minify,
    keepNames: true,
    splitting,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    metafile: true,
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __require } from "node:module"; const require = __require(import.meta.url);',
    },
  });
  const { outputs } = metafile;
  const entry = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && /(bundle|stdin)\.mjs$/.test(path),
  );
  if (entry === undefined) throw new Error("esbuild made no entry");
  const eager = new Set<string>();
  const visit = (path: string): void => {
    if (eager.has(path)) return;
    eager.add(path);
    for (const { kind, path: next } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && outputs[next]) visit(next);
  };
  visit(entry);
  const bytesOf = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const sources = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { file: join(root, entry), eagerBytes: bytesOf(eager), allBytes: bytesOf(Object.keys(outputs)), sources };
};

/** Calls `use` with a folder that is gone afterwards. */
export const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-bundle-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What a function finds in its environment, enough to be loaded. */
export const lambdaEnvironment = (name: string): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  TORRENT_STAGE: "test",
  TORRENT_BUCKET: "bucket",
  TORRENT_TABLE: "table",
  TORRENT_QUEUES: JSON.stringify({ intake: "https://sqs.us-east-1.amazonaws.com/123456789012/intake" }),
  TORRENT_FLEET: JSON.stringify({ cluster: "c", taskDefinition: "t", subnets: ["s"] }),
  POWERTOOLS_SERVICE_NAME: name,
  SST_RESOURCES_JSON: JSON.stringify({
    ApiTokens: { value: JSON.stringify([{ name: "test", sha256: "0".repeat(64), role: "read" }]) },
  }),
});

/** As Lambda's Node has it. */
export const awslambda = "globalThis.awslambda = { streamifyResponse: (handler) => handler };";
