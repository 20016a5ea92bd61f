import { type HashTable, hashTable } from "./hash-table.ts";
import type { Needle } from "./needle.ts";
import { tierOf, tiers } from "./tier.ts";
import { type Crowding, type Entry, entriesOf } from "./windows.ts";

/** Every needle's bytes in one array, and one hash table per tier. */
export interface Tables {
  /** Needle i is `bytes[starts[i] .. starts[i + 1])`. */
  starts: Uint32Array;
  bytes: Uint8Array;
  /** 1 where an occurrence is only a candidate: the rule's regex decides. */
  candidate: Uint8Array;
  rules: Uint32Array;
  tiers: HashTable[];
  longestNeedle: number;
}

export const buildTables = (needles: readonly Needle[]): Tables => {
  const total = needles.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const starts = new Uint32Array(needles.length + 1);
  // The comparison reads whole words, so the last needle must not end where the array does.
  const bytes = new Uint8Array(total + 8);
  const candidate = new Uint8Array(needles.length);
  const rules = new Uint32Array(needles.length);
  const entries: Entry[][] = tiers.map(() => []);
  const crowding: Crowding[] = tiers.map(() => new Map());
  let longestNeedle = 0;
  needles.forEach((needle, i) => {
    bytes.set(needle.bytes, starts[i]!);
    starts[i + 1] = starts[i]! + needle.bytes.length;
    candidate[i] = needle.regex ? 1 : 0;
    rules[i] = needle.rule;
    longestNeedle = Math.max(longestNeedle, needle.bytes.length);
    const tier = tierOf(needle.bytes.length);
    for (const entry of entriesOf(needle.bytes, i, tiers[tier]!, crowding[tier]!)) entries[tier]!.push(entry);
  });
  return {
    starts,
    bytes,
    candidate,
    rules,
    tiers: entries.map((tier) => hashTable(tier, needles, starts)),
    longestNeedle,
  };
};
