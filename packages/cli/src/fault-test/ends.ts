import { collect, completions, keys, PackageOutcome, type PackageRow } from "@torrent/core/unstable";
import { type EmbeddedCloud, embeddedCloud } from "@torrent/local";

/** What a package came to, as paths and values, without what depends on the hour. */
export type End = ReadonlyMap<string, string>;

/** Every value in it, by its path. */
const leaves = (value: unknown, path: string, into: Map<string, string>): Map<string, string> => {
  if (typeof value !== "object" || value === null) into.set(path, JSON.stringify(value) ?? "undefined");
  else for (const [name, inner] of Object.entries(value)) leaves(inner, `${path}.${name}`, into);
  return into;
};

const endOf = async (cloud: EmbeddedCloud, row: PackageRow): Promise<End> => {
  const told = (await completions({ cloud }, row)).map(({ subscriber, state, outcome }) => [
    `${subscriber} ${state}`,
    outcome,
  ]);
  const { state, error, revision, components } = row;
  const standing = { state, error: error?.kind, components, subscribers: Object.fromEntries(told) };
  const object = revision === undefined ? undefined : await cloud.objects.get(keys.outcome(row.id, revision));
  if (!object) return leaves(standing, "", new Map());
  const outcome = PackageOutcome.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
  const { tasks, counts, kinds, failures, defects, passes, passesWithoutResult, files, result } = outcome;
  const { required, succeeded, missing, byPass } = outcome.fanIn;
  return leaves(
    {
      ...standing,
      fanIn: { required, succeeded, missing, byPass },
      ...{ tasks, counts, kinds, failures, defects, passes, passesWithoutResult, files, result },
    },
    "",
    new Map(),
  );
};

/** What every package in a data folder came to, by name; nothing runs in it any more. */
export const endsIn = async (dataDir: string): Promise<ReadonlyMap<string, End>> => {
  const cloud = embeddedCloud({ dataDir });
  try {
    const { packages } = await cloud.packages.list({ limit: 1000 });
    const ends = new Map<string, End>();
    for (const row of packages) ends.set(row.name, await endOf(cloud, row));
    return ends;
  } finally {
    await cloud.close();
  }
};

/** Paths at which two ends differ. */
export const differingPaths = (a: End = new Map(), b: End = new Map()): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));
