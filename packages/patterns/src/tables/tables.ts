import { type Filter, filterOf } from "./filter.ts";
import { type HashTable, hashTable, NEEDLE_BITS } from "./hash-table.ts";
import type { Needle } from "./needle.ts";
import { type FilterName, filterNames, type TableName, tableNames, tierOf, tiers } from "./tier.ts";
import { type Crowding, type Entry, entriesOf } from "./windows.ts";

/** Every needle's bytes in one array; filters, and the tables behind them. */
export interface Tables {
  /** Needle i is `bytes[starts[i] .. starts[i + 1])`. */
  starts: Uint32Array;
  bytes: Uint8Array;
  /** Of each needle, `CANDIDATE` and `NOCASE`. */
  flags: Uint8Array;
  rules: Uint32Array;
  filters: Record<FilterName, Filter>;
  tables: Record<TableName, HashTable>;
  longestNeedle: number;
}

/** An occurrence is only a candidate: the rule's regex decides. */
export const CANDIDATE = 1;
/** The needle is in lower case, and A–Z in the input count as a–z. */
export const NOCASE = 2;

const recordOf = <K extends string, V>(names: readonly K[], make: (name: K) => V): Record<K, V> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, V>;

export const buildTables = (needles: readonly Needle[]): Tables => {
  const total = needles.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const starts = new Uint32Array(needles.length + 1);
  if (needles.length >= 2 ** NEEDLE_BITS)
    throw new RangeError(`${needles.length} needles; at most ${2 ** NEEDLE_BITS}`);
  // The comparison reads 16 bytes at a time, so the last needle must not end where the array does.
  const bytes = new Uint8Array(total + 16);
  const flags = new Uint8Array(needles.length);
  const rules = new Uint32Array(needles.length);
  const entries = recordOf(tableNames, (): Entry[] => []);
  const hashes = recordOf(filterNames, (): number[] => []);
  const crowding: Crowding[] = tiers.map(() => new Map());
  let longestNeedle = 0;
  needles.forEach((needle, i) => {
    bytes.set(needle.bytes, starts[i]!);
    starts[i + 1] = starts[i]! + needle.bytes.length;
    flags[i] = (needle.regex ? CANDIDATE : 0) | (needle.nocase ? NOCASE : 0);
    rules[i] = needle.rule;
    longestNeedle = Math.max(longestNeedle, needle.bytes.length);
    const number = tierOf(needle.bytes.length);
    const tier = tiers[number]!;
    for (const entry of entriesOf(needle.bytes, i, tier, crowding[number]!)) {
      entries[tier.table].push(entry);
      for (const filter of tier.filters) hashes[filter].push(entry.hash);
    }
  });
  return {
    starts,
    bytes,
    flags,
    rules,
    filters: recordOf(filterNames, (name) => filterOf(hashes[name])),
    tables: recordOf(tableNames, (name) => hashTable(entries[name], needles)),
    longestNeedle,
  };
};
