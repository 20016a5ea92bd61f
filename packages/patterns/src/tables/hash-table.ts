import type { Needle } from "./needle.ts";
import { FOLD } from "./tier.ts";
import type { Entry } from "./windows.ts";

/**
 * What a window that passed its filter is looked up in:
 *
 * - `buckets`: where in `records` the entries begin whose hashes share their top `bucketBits` bits; one more ends the last.
 * - `records`: two words for each entry, sorted by bucket: a check word, and the number of the needle with, in the top
 *   byte, how far from the window the check word stands. It is four of the needle's bytes, folded, as far from the window
 *   as may be, so most false alarms end there. Of a needle of fewer than five bytes it is the window's hash.
 * - `offsets`: for each entry, where in the needle its window stands.
 */
export interface HashTable {
  bucketBits: number;
  buckets: Uint32Array;
  records: Int32Array;
  offsets: Uint16Array;
  longestBucket: number;
}

/** The low bits of a record's second word: the needle. */
export const NEEDLE_BITS = 24;
const SHORTEST_WITH_WORD = 5;
/** The check word stands within a signed byte's reach. */
const FARTHEST = 120;

const bitsFor = (count: number): number => Math.ceil(Math.log2(Math.max(2, count)));

const checkOf = (bytes: Uint8Array, { offset, hash }: Entry): { delta: number; word: number } => {
  if (bytes.length < SHORTEST_WITH_WORD) return { delta: 0, word: hash };
  const last = Math.min(bytes.length - 4, offset + FARTHEST);
  const first = Math.max(0, offset - FARTHEST);
  const at = last - offset > offset - first ? last : first;
  return { delta: at - offset, word: new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true) | FOLD };
};

export const hashTable = (entries: readonly Entry[], needles: readonly Needle[]): HashTable => {
  const bucketBits = Math.max(4, bitsFor(entries.length));
  const buckets = new Uint32Array(2 ** bucketBits + 1);
  const records = new Int32Array(2 * entries.length);
  const offsets = new Uint16Array(entries.length);
  const bucketOf = ({ hash }: Entry): number => hash >>> (32 - bucketBits);
  for (const entry of entries) buckets[bucketOf(entry) + 1]! += 1;
  const longestBucket = buckets.reduce((longest, count) => Math.max(longest, count), 0);
  for (let i = 1; i < buckets.length; i++) buckets[i]! += buckets[i - 1]!;
  const next = buckets.slice();
  for (const entry of entries) {
    const { delta, word } = checkOf(needles[entry.needle]!.bytes, entry);
    const place = next[bucketOf(entry)]!++;
    records[2 * place] = word;
    records[2 * place + 1] = entry.needle | (delta << NEEDLE_BITS);
    offsets[place] = entry.offset;
  }
  return { bucketBits, buckets, records, offsets, longestBucket };
};
