import { checkOf, RECORD_HALVES } from "../tables/hash-table.ts";
import { NOCASE } from "../tables/tables.ts";
import { FOLD, K1, K2, MEDIUM_FROM } from "../tables/tier.ts";
import { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_STEP } from "./kernel.ts";
import type { LoadedFilter, LoadedTable, LoadedTables } from "./loaded.ts";
import { LONG, MIDDLE, SHORT, twinFilter, WINDOW_BITS, WORD } from "./twin-filter.ts";

/** Free bytes on both sides of the input: a check word stands at most this far from its window. */
const MARGIN = 128;
const MARGIN_WORDS = MARGIN / 4;
/** Words whose passing steps are queued at a time. */
const STRETCH = 1024;
const ANY_LENGTH = 0x7fffffff;

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
  const filter = twinFilter(words, tables);
  const queue = new Int32Array(STRETCH);
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

  /** The check of a record held: compares the needle, if it is shorter than `below`. */
  const compare = (needle: number, begin: number, limit: number, below: number): void => {
    const from = starts[needle]!;
    const length = starts[needle + 1]! - from;
    if (length >= below || begin < 0 || begin + length > limit) return;
    if (!(flags[needle]! & NOCASE ? equalFolded(begin, from, length) : equal(begin, from, length))) return;
    hits[2 * found] = needle;
    hits[2 * found + 1] = begin;
    found += 1;
  };

  /** For a window at `at` that the filter let through: looks at the needles of less than `below` bytes in its bucket. */
  const looker = (table: LoadedTable, below: number) => {
    const { groups, groupBits, buckets, records, shift } = table;
    return (hash: number, at: number, limit: number): void => {
      const bucket = hash >>> shift;
      const end = RECORD_HALVES * (groups[(bucket + 1) >>> groupBits]! + buckets[bucket + 1]!);
      for (let i = RECORD_HALVES * (groups[bucket >>> groupBits]! + buckets[bucket]!); i < end; i += RECORD_HALVES) {
        const second = records[i + 1]!;
        const third = records[i + 2]!;
        const word = view.getInt32(at + MARGIN + ((second << 16) >> 24), true) | FOLD;
        if (checkOf(word) === (third & 0xff))
          compare(records[i]! | ((second & 0xff) << 16), at - (third >> 8), limit, below);
      }
    };
  };
  const lookLong = looker(long, ANY_LENGTH);
  const lookWord = looker(word, ANY_LENGTH);
  const lookMiddle = looker(word, MEDIUM_FROM);

  /** Of needles of fewer than five bytes, for which the hash is checked. */
  const lookExactly = (table: LoadedTable, hash: number, at: number, limit: number): void => {
    const { groups, groupBits, buckets, records, shift } = table;
    const bucket = hash >>> shift;
    const end = RECORD_HALVES * (groups[(bucket + 1) >>> groupBits]! + buckets[bucket + 1]!);
    const check = checkOf(hash);
    for (let i = RECORD_HALVES * (groups[bucket >>> groupBits]! + buckets[bucket]!); i < end; i += RECORD_HALVES) {
      const third = records[i + 2]!;
      const needle = records[i]! | ((records[i + 1]! & 0xff) << 16);
      if ((third & 0xff) === check) compare(needle, at - (third >> 8), limit, ANY_LENGTH);
    }
  };

  const lookShort = (three: number, at: number, limit: number): void => {
    const hashThree = Math.imul(three, K1);
    if (hasTriple && passes(tables.filters.triple, hashThree)) lookExactly(triple, hashThree, at, limit);
    const hashTwo = Math.imul(three & 0xffff, K1);
    if (hasPair && passes(tables.filters.pair, hashTwo)) lookExactly(pair, hashTwo, at, limit);
  };

  /** One step: the windows of a word that passed. */
  const look = (i: number, windows: number, limit: number): void => {
    const at = 4 * (i - MARGIN_WORDS);
    const a = words[i]! | FOLD;
    const next = words[i + 1]! | FOLD;
    const b = (a >>> 16) | (next << 16);
    if (windows & LONG) lookLong((Math.imul(a, K1) + Math.imul(next, K2)) | 0, at, limit);
    if (windows & WORD) lookWord(Math.imul(a, K1), at, limit);
    if (windows & MIDDLE) lookMiddle(Math.imul(b, K1), at + 2, limit);
    if (!(windows & SHORT)) return;
    lookShort(a & 0xffffff, at, limit);
    lookShort(a >>> 8, at + 1, limit);
    lookShort(b & 0xffffff, at + 2, limit);
    lookShort((a >>> 24) | ((next & 0xffff) << 8), at + 3, limit);
  };

  function scan(from: number, limit: number): number {
    const last = MARGIN_WORDS + Math.ceil(limit / 4);
    found = 0;
    for (let start = MARGIN_WORDS + from / 4; start < last; start += STRETCH) {
      const queued = filter(start, Math.min(start + STRETCH, last), queue);
      for (let step = 0; step < queued; step++) {
        const entry = queue[step]!;
        const i = entry >> WINDOW_BITS;
        if (found >= HIT_ROOM) {
          kernel.next = 4 * (i - MARGIN_WORDS);
          return found;
        }
        look(i, entry, limit);
      }
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
