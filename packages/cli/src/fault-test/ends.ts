import { completions } from "@torrent/core/operations";
import { type Cloud, collect, digest, keys, PackageOutcome, type PackageRow } from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";

/** What a package came to, as paths and values, without what depends on the hour. */
export type End = ReadonlyMap<string, string>;

/** Parts that say how long something took, or how often it was tried. */
const passing = new Set(["timing", "priority", "retried", "attempts"]);

/** The factor of a score that says how long its package waited; it weighs nothing here, see `variants.ts`. */
const isWaiting = (value: object): boolean => "name" in value && value.name === "waiting" && "weight" in value;

/** Every value in it, by its path. */
const leaves = (value: unknown, path: string, into: Map<string, string>): Map<string, string> => {
  if (passing.has(path.slice(path.lastIndexOf(".") + 1))) return into;
  if (typeof value === "object" && value !== null && isWaiting(value)) return into;
  if (typeof value !== "object" || value === null) into.set(path, JSON.stringify(value) ?? "undefined");
  else for (const [name, inner] of Object.entries(value)) leaves(inner, `${path}.${name}`, into);
  return into;
};

const textOf = async (cloud: Cloud, key: string): Promise<string | undefined> => {
  const object = await cloud.objects.get(key);
  return object && new TextDecoder().decode(await collect(object.body));
};

/** A file that the reducer wrote: JSON by its values, anything else whole. */
const fileIn = async (cloud: Cloud, row: PackageRow, revision: number, file: string): Promise<unknown> => {
  const text = (await textOf(cloud, keys.resultFile(row.id, revision, file)))?.replaceAll(row.id, "");
  if (text === undefined) return "missing";
  return file.endsWith(".json") ? JSON.parse(text) : digest(text);
};

const endOf = async (cloud: Cloud, row: PackageRow): Promise<End> => {
  const told = (await completions({ cloud }, row)).map(({ subscriber, state, outcome }) => [
    `${subscriber} ${state}`,
    outcome,
  ]);
  const { state, error, revision, components } = row;
  const standing = { state, error: error?.kind, components, subscribers: Object.fromEntries(told) };
  const text = revision === undefined ? undefined : await textOf(cloud, keys.outcome(row.id, revision));
  if (revision === undefined || text === undefined) return leaves(standing, "", new Map());
  const outcome = PackageOutcome.parse(JSON.parse(text.replaceAll(row.id, "")));
  const { tasks, counts, kinds, failures, defects, passes, passesWithoutResult, files, result } = outcome;
  const { required, succeeded, missing, byPass } = outcome.fanIn;
  const written = await Promise.all(files.map(async (file) => [file, await fileIn(cloud, row, revision, file)]));
  return leaves(
    {
      ...standing,
      written: Object.fromEntries(written),
      fanIn: { required, succeeded, missing, byPass },
      ...{ tasks, counts, kinds, failures, defects, passes, passesWithoutResult, files, result },
    },
    "",
    new Map(),
  );
};

/** What every package in a cloud came to, by name. */
export const endsOf = async (cloud: Cloud): Promise<ReadonlyMap<string, End>> => {
  const { packages } = await cloud.packages.list({ limit: 1000 });
  const ends = new Map<string, End>();
  for (const row of packages) ends.set(row.name, await endOf(cloud, row));
  return ends;
};

/** The same of a data folder in which nothing runs any more. */
export const endsIn = async (dataDir: string): Promise<ReadonlyMap<string, End>> => {
  const cloud = embeddedCloud({ dataDir });
  try {
    return await endsOf(cloud);
  } finally {
    await cloud.close();
  }
};

/** Paths at which two ends differ. */
export const differingPaths = (a: End = new Map(), b: End = new Map()): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));

type Ends = ReadonlyMap<string, End>;

/** Package and path of what changes from run to run by itself. */
export const changing = (a: Ends, b: Ends): ReadonlySet<string> =>
  new Set([...a].flatMap(([name, end]) => differingPaths(end, b.get(name)).map((path) => `${name} ${path}`)));

/** Where a package came to something else than in an undisturbed run. */
export interface Difference {
  package: string;
  path: string;
  undisturbed: string;
  killed: string;
}

export const differences = (expected: Ends, ends: Ends, ignored: ReadonlySet<string>): Difference[] =>
  [...new Set([...expected.keys(), ...ends.keys()])].flatMap((name) =>
    differingPaths(expected.get(name), ends.get(name))
      .filter((path) => !ignored.has(`${name} ${path}`))
      .map((path) => ({
        package: name,
        path: path.slice(1),
        undisturbed: expected.get(name)?.get(path) ?? "nothing",
        killed: ends.get(name)?.get(path) ?? "nothing",
      })),
  );
