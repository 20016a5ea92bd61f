import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import pMap from "p-map";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Packed } from "./pack.ts";
import { root } from "./packages.ts";

const run = promisify(execFile);

const published = async ({ name, tarball }: Packed): Promise<string[]> => {
  const { messages, pkg } = await publint({ pack: { tarball: (await readFile(tarball)).buffer as ArrayBuffer } });
  return messages.map((message) => `${name}: publint: ${formatMessage(message, pkg, { color: false })}`);
};

/** Do the types of every entry resolve, for programs that use ES modules? */
const typed = async ({ name, tarball }: Packed): Promise<string[]> => {
  const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  try {
    await run(process.execPath, [attw, tarball, "--profile", "esm-only", "--format", "ascii"], { maxBuffer: 2 ** 24 });
    return [];
  } catch (error) {
    return [`${name}: attw: ${(error as { stdout?: string }).stdout ?? String(error)}`];
  }
};

/** What is wrong with the packed packages, a line or more for each problem. */
export const lint = async (packed: readonly Packed[]): Promise<string[]> =>
  (await pMap(packed, async (one) => [...(await published(one)), ...(await typed(one))], { concurrency: 2 })).flat();
