import type { Needle } from "./needle.ts";
import { FOLD } from "./tier.ts";
import type { Entry } from "./windows.ts";

/**
 * A tier's filter and its table, as the scan loops read them:
 *
 * - `filter`: 2^`filterBits` bytes. The top bits of a window's hash choose one, and the next six bits two bits in it; where
 *   one of them is clear, the window is none of ours.
 * - `buckets`: where in `records` the entries begin whose hashes share their top `bucketBits` bits; one more ends the last.
 * - `records`: `RECORD_WORDS` words for each entry, sorted by bucket: number of the needle, where its bytes begin, offset of
 *   the window in it and place of its check word (16 bits each), its length and in the top bit whether case is ignored, and
 *   the check word: four of its bytes, folded, as far from the window as may be. Most false alarms end there, with one
 *   line of memory read.
 */
export interface HashTable {
  filterBits: number;
  bucketBits: number;
  filter: Uint8Array;
  buckets: Uint32Array;
  records: Int32Array;
  longestBucket: number;
}

export const RECORD_WORDS = 5;
/** Top bit of a record's length. */
export const NOCASE_LENGTH = 0x80000000 | 0;

const FILTER_BYTES_PER_ENTRY = 6;
/** 512 KB: a larger filter would crowd everything else out of the caches. */
const MAX_FILTER_BITS = 19;
const MIN_FILTER_BITS = 13;

const bitsFor = (count: number): number => Math.ceil(Math.log2(Math.max(2, count)));

/** The first or the last four bytes, whichever is farther from the window; of a needle of fewer, the window's hash. */
const checkWord = (bytes: Uint8Array, { offset, hash }: Entry): { at: number; word: number } => {
  if (bytes.length < 4) return { at: 0, word: hash };
  const at = 2 * offset > bytes.length ? 0 : bytes.length - 4;
  return { at, word: new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true) | FOLD };
};

/** Within a bucket, larger offsets first: earlier occurrences of a needle come out before later ones. */
const byHash = (a: Entry, b: Entry): number =>
  (a.hash >>> 0) - (b.hash >>> 0) || a.needle - b.needle || b.offset - a.offset;

export const hashTable = (entries: Entry[], needles: readonly Needle[], starts: Uint32Array): HashTable => {
  const filterBits = Math.min(
    MAX_FILTER_BITS,
    Math.max(MIN_FILTER_BITS, bitsFor(entries.length * FILTER_BYTES_PER_ENTRY)),
  );
  const bucketBits = Math.max(4, bitsFor(entries.length));
  const filter = new Uint8Array(2 ** filterBits);
  const buckets = new Uint32Array(2 ** bucketBits + 1);
  const records = new Int32Array(RECORD_WORDS * entries.length);
  const shift = 32 - filterBits;
  entries.sort(byHash);
  for (const [i, entry] of entries.entries()) {
    const { hash, needle, offset } = entry;
    filter[hash >>> shift]! |= (1 << ((hash >>> (shift - 3)) & 7)) | (1 << ((hash >>> (shift - 6)) & 7));
    buckets[(hash >>> (32 - bucketBits)) + 1]! += 1;
    const { bytes, nocase } = needles[needle]!;
    const check = checkWord(bytes, entry);
    records.set(
      [needle, starts[needle]!, offset | (check.at << 16), bytes.length | (nocase ? NOCASE_LENGTH : 0), check.word],
      RECORD_WORDS * i,
    );
  }
  const longestBucket = buckets.reduce((longest, count) => Math.max(longest, count), 0);
  for (let i = 1; i < buckets.length; i++) buckets[i]! += buckets[i - 1]!;
  return { filterBits, bucketBits, filter, buckets, records, longestBucket };
};
