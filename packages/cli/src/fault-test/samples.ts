import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { collect, failureOf } from "@torrent/core/unstable";
import { contentOf } from "../deliver.ts";
import { UsageError } from "../errors.ts";

/** A package to test with. */
export interface Sample {
  name: string;
  body: Uint8Array;
}

export interface Samples {
  packages: Sample[];
  /** Where they are from, for people. */
  from: string;
}

/** Runs hold every package in memory, many times. */
const MAX_BYTES = 64 * 2 ** 20;

const encoder = new TextEncoder();

/** Packages that any decomposer takes or rejects; they show little of a choreography, and more than nothing. */
const generated = (): Sample[] => {
  const record = (n: number) =>
    JSON.stringify({ id: n, name: `record ${n}`, amount: 10 * n, country: "NZ", items: [n] });
  const lines = Array.from({ length: 5 }, (_, n) => `${record(n)}\n`).join("");
  return [
    { name: "empty.txt", body: new Uint8Array() },
    { name: "one.json", body: encoder.encode(record(1)) },
    { name: "five.ndjson", body: encoder.encode(lines) },
    { name: "text.txt", body: encoder.encode("Some text.\nA second line.\n") },
  ];
};

const readSample = async (path: string): Promise<Sample> => {
  try {
    const { name, open } = await contentOf(path);
    return { name, body: await collect(open()) };
  } catch (error) {
    throw new UsageError(failureOf(error).message);
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Each file and folder in `path` is a package; without `--samples` and without a folder `samples`, packages are generated. */
export const readSamples = async (option: string | undefined): Promise<Samples> => {
  const path = resolve(option ?? "samples");
  if (option === undefined && !(await exists(path))) return { packages: generated(), from: "generated" };
  if (!(await exists(path))) throw new UsageError(`${path} does not exist; name a folder of packages with --samples`);
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder ? (await readdir(path)).filter((name) => !name.startsWith(".")).sort() : [""];
  if (names.length === 0)
    throw new UsageError(`${path} is empty; put a package into it, or name another with --samples`);
  const packages: Sample[] = [];
  for (const name of names) packages.push(await readSample(join(path, name)));
  const bytes = packages.reduce((sum, { body }) => sum + body.length, 0);
  if (bytes > MAX_BYTES)
    throw new UsageError(
      `The packages in ${path} have ${bytes} bytes; fault tests run each many times, so use at most ${MAX_BYTES}`,
    );
  return { packages, from: relative(process.cwd(), path) || path };
};
