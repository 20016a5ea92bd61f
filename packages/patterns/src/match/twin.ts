import { NEEDLE_BITS } from "../tables/hash-table.ts";
import { NOCASE } from "../tables/tables.ts";
import { FOLD, K1, K2, MEDIUM_FROM } from "../tables/tier.ts";
import { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_STEP } from "./kernel.ts";
import type { LoadedFilter, LoadedTable, LoadedTables } from "./loaded.ts";

const NEEDLE_MASK = 2 ** NEEDLE_BITS - 1;
/** Free bytes on both sides of the input: a check word stands at most this far from its window. */
const MARGIN = 128;

/** The plain TypeScript kernel. */
export const twinKernel = (tables: LoadedTables, inputBytes: number): Kernel => {
  const { starts, bytes: needles, flags, hasPair, hasTriple } = tables;
  const whole = new Uint8Array(Math.ceil((2 * MARGIN + inputBytes + KERNEL_PADDING) / 4) * 4);
  const words = new Int32Array(whole.buffer);
  const view = new DataView(whole.buffer);
  const input = whole.subarray(MARGIN, MARGIN + inputBytes + KERNEL_PADDING);
  const hits = new Uint32Array(2 * (HIT_ROOM + WINDOWS_PER_STEP * tables.longestBucket));
  const { pair, triple, word, long } = tables.tables;
  const kernel = { input, hits, next: 0, scan };
  let found = 0;

  const equal = (at: number, from: number, length: number): boolean => {
    for (let i = 0; i < length; i++) if (input[at + i] !== needles[from + i]) return false;
    return true;
  };

  const equalFolded = (at: number, from: number, length: number): boolean => {
    for (let i = 0; i < length; i++) {
      const byte = input[at + i]!;
      if (((byte - 65) >>> 0 < 26 ? byte | 0x20 : byte) !== needles[from + i]) return false;
    }
    return true;
  };

  /** The check word of a record held: compares the needle, if it is shorter than `below`. */
  const compare = (table: LoadedTable, record: number, needle: number, at: number, limit: number, below: number) => {
    const begin = at - table.offsets[record]!;
    const from = starts[needle]!;
    const length = starts[needle + 1]! - from;
    if (length >= below || begin < 0 || begin + length > limit) return;
    if (!(flags[needle]! & NOCASE ? equalFolded(begin, from, length) : equal(begin, from, length))) return;
    hits[2 * found] = needle;
    hits[2 * found + 1] = begin;
    found += 1;
  };

  /** The filter let the window at `at` through: looks at the needles of less than `below` bytes that share its bucket. */
  const look = (table: LoadedTable, hash: number, at: number, limit: number, below: number): void => {
    const { buckets, records, shift } = table;
    const bucket = hash >>> shift;
    const end = buckets[bucket + 1]!;
    for (let i = buckets[bucket]!; i < end; i++) {
      const needle = records[2 * i + 1]!;
      const check = view.getInt32(at + MARGIN + (needle >> NEEDLE_BITS), true) | FOLD;
      if (check === records[2 * i]!) compare(table, i, needle & NEEDLE_MASK, at, limit, below);
    }
  };

  /** Of needles of fewer than five bytes, whose check word is the hash. */
  const lookExactly = (table: LoadedTable, hash: number, at: number, limit: number): void => {
    const { buckets, records, shift } = table;
    const end = buckets[(hash >>> shift) + 1]!;
    for (let i = buckets[hash >>> shift]!; i < end; i++)
      if (records[2 * i]! === hash)
        compare(table, i, records[2 * i + 1]! & NEEDLE_MASK, at, limit, Number.POSITIVE_INFINITY);
  };

  const lookShort = (three: number, at: number, limit: number): void => {
    const hashThree = Math.imul(three, K1);
    if (hasTriple && passes(tables.filters.triple, hashThree)) lookExactly(triple, hashThree, at, limit);
    const hashTwo = Math.imul(three & 0xffff, K1);
    if (hasPair && passes(tables.filters.pair, hashTwo)) lookExactly(pair, hashTwo, at, limit);
  };

  function scan(from: number, limit: number): number {
    const { words: longs, shift: longShift } = tables.filters.long;
    const { words: wholes, shift: wordShift } = tables.filters.word;
    const { words: middles, shift: middleShift } = tables.filters.middle;
    const hasShort = hasPair || hasTriple;
    found = 0;
    let next = words[(from + MARGIN) >>> 2]! | FOLD;
    for (let at = from; at < limit; at += 4) {
      const a = next;
      next = words[((at + MARGIN) >>> 2) + 1]! | FOLD;
      const b = (a >>> 16) | (next << 16);
      const wordHash = Math.imul(a, K1);
      const middleHash = Math.imul(b, K1);
      const longHash = (wordHash + Math.imul(next, K2)) | 0;
      // The two bits of each filter, spelled out: this loop is where all the time goes.
      const l = longs[longHash >>> longShift]!;
      const w = wholes[wordHash >>> wordShift]!;
      const m = middles[middleHash >>> middleShift]!;
      const passLong = (l >>> (longHash >>> (longShift - 5))) & (l >>> (longHash >>> (longShift - 10)));
      const passWord = (w >>> (wordHash >>> (wordShift - 5))) & (w >>> (wordHash >>> (wordShift - 10)));
      const passMiddle = (m >>> (middleHash >>> (middleShift - 5))) & (m >>> (middleHash >>> (middleShift - 10)));
      if (((passLong | passWord | passMiddle) & 1) === 0 && !hasShort) continue;
      if (found >= HIT_ROOM) {
        kernel.next = at;
        return found;
      }
      if (passLong & 1) look(long, longHash, at, limit, Number.POSITIVE_INFINITY);
      if (passWord & 1) look(word, wordHash, at, limit, Number.POSITIVE_INFINITY);
      if (passMiddle & 1) look(word, middleHash, at + 2, limit, MEDIUM_FROM);
      if (!hasShort) continue;
      lookShort(a & 0xffffff, at, limit);
      lookShort(a >>> 8, at + 1, limit);
      lookShort(b & 0xffffff, at + 2, limit);
      lookShort((a >>> 24) | ((next & 0xffff) << 8), at + 3, limit);
    }
    kernel.next = limit;
    return found;
  }
  return kernel;
};

const passes = ({ words, shift }: LoadedFilter, hash: number): boolean => {
  const bits = words[hash >>> shift]!;
  return ((bits >>> (hash >>> (shift - 5))) & (bits >>> (hash >>> (shift - 10))) & 1) === 1;
};
