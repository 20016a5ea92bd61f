import type { Needle } from "./needle.ts";
import { FOLD, K2 } from "./tier.ts";
import type { Entry } from "./windows.ts";

/**
 * What a window that passed its filter is looked up in:
 *
 * - `buckets`: which of the entries come first whose hashes share their top `bucketBits` bits; one more ends the last. Kept
 *   in half a word, counted from where the bucket's group begins, which `groups` tells; a group is 2^`groupBits` buckets.
 * - `records`: three halves of a word for each entry, sorted by bucket. The first and the low byte of the second are the
 *   needle's number; the high byte of the second tells how far from the window the checked word stands, of the third the
 *   low byte is its check and the high byte where in the needle the window stands. The checked word is four of the
 *   needle's bytes, folded, as far from the window as may be, so most false alarms end there. Of a needle of fewer than
 *   five bytes it is the window's hash.
 *
 * No larger than need be, because at a cold start a fresh page of memory costs more than anything else does.
 */
export interface HashTable {
  bucketBits: number;
  groupBits: number;
  groups: Uint32Array;
  buckets: Uint16Array;
  records: Uint16Array;
  longestBucket: number;
}

/** Halves of a word that a record takes. */
export const RECORD_HALVES = 3;
/** Needles are numbered in so many bits. */
export const NEEDLE_BITS = 24;
const SHORTEST_WITH_WORD = 5;
/** The checked word stands within a signed byte's reach. */
const FARTHEST = 120;

const bitsFor = (count: number): number => Math.max(4, Math.ceil(Math.log2(Math.max(2, count))));

/** A byte of a checked word, which all of its bytes have a part in. */
export const checkOf = (word: number): number => Math.imul(word, K2) >>> 24;

const checkedWord = (bytes: Uint8Array, { offset, hash }: Entry): { delta: number; word: number } => {
  if (bytes.length < SHORTEST_WITH_WORD) return { delta: 0, word: hash };
  const last = Math.min(bytes.length - 4, offset + FARTHEST);
  const first = Math.max(0, offset - FARTHEST);
  const at = last - offset > offset - first ? last : first;
  return { delta: at - offset, word: new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true) | FOLD };
};

const MOST_GROUP_BITS = 8;

/** The first entries of buckets in groups as large as half a word allows, of one bucket at worst. */
const grouped = (firsts: Uint32Array): Pick<HashTable, "groupBits" | "groups" | "buckets"> => {
  for (let groupBits = MOST_GROUP_BITS; ; groupBits--) {
    const groups = firsts.filter((_, i) => i % 2 ** groupBits === 0);
    const within = (first: number, i: number): number => first - groups[i >>> groupBits]!;
    if (groupBits === 0 || firsts.every((first, i) => within(first, i) < 2 ** 16))
      return { groupBits, groups, buckets: Uint16Array.from(firsts, within) };
  }
};

export const hashTable = (entries: readonly Entry[], needles: readonly Needle[]): HashTable => {
  const bucketBits = bitsFor(entries.length);
  const firsts = new Uint32Array(2 ** bucketBits + 1);
  const records = new Uint16Array(RECORD_HALVES * entries.length);
  const bucketOf = ({ hash }: Entry): number => hash >>> (32 - bucketBits);
  for (const entry of entries) firsts[bucketOf(entry) + 1]! += 1;
  const longestBucket = firsts.reduce((longest, count) => Math.max(longest, count), 0);
  for (let i = 1; i < firsts.length; i++) firsts[i]! += firsts[i - 1]!;
  const next = firsts.slice();
  for (const entry of entries) {
    const { delta, word } = checkedWord(needles[entry.needle]!.bytes, entry);
    const place = RECORD_HALVES * next[bucketOf(entry)]!++;
    records[place] = entry.needle;
    records[place + 1] = (entry.needle >>> 16) | (delta << 8);
    records[place + 2] = checkOf(word) | (entry.offset << 8);
  }
  return { bucketBits, ...grouped(firsts), records, longestBucket };
};
