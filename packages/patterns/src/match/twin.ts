import { NOCASE_LENGTH, RECORD_WORDS } from "../tables/hash-table.ts";
import { FOLD, K1, K2 } from "../tables/tier.ts";
import { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_STEP } from "./kernel.ts";
import type { LoadedTables, LoadedTier } from "./loaded.ts";

/** The plain TypeScript kernel. */
export const twinKernel = (tables: LoadedTables, inputBytes: number): Kernel => {
  const input = new Uint8Array(Math.ceil((inputBytes + KERNEL_PADDING) / 4) * 4);
  const words = new Int32Array(input.buffer);
  const hits = new Uint32Array(2 * (HIT_ROOM + WINDOWS_PER_STEP * tables.longestBucket));
  const [pair, triple, small, medium, long] = tables.tiers as [
    LoadedTier,
    LoadedTier,
    LoadedTier,
    LoadedTier,
    LoadedTier,
  ];
  const { bytes: needles, hasPair, hasTriple } = tables;
  const kernel = { input, hits, next: 0, scan };

  const word = (at: number): number =>
    input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16) | (input[at + 3]! << 24) | FOLD;

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

  /** The filter let the window at `at` through: compares the needles that share its bucket. */
  const look = (
    { buckets, records, bucketShift }: LoadedTier,
    hash: number,
    at: number,
    limit: number,
    found: number,
  ) => {
    const bucket = hash >>> bucketShift;
    const end = RECORD_WORDS * buckets[bucket + 1]!;
    for (let record = RECORD_WORDS * buckets[bucket]!; record < end; record += RECORD_WORDS) {
      const places = records[record + 2]!;
      const length = records[record + 3]! & ~NOCASE_LENGTH;
      const begin = at - (places & 0xffff);
      if (begin < 0 || begin + length > limit) continue;
      if ((length < 4 ? hash : word(begin + (places >>> 16))) !== records[record + 4]) continue;
      const from = records[record + 1]!;
      if (records[record + 3]! < 0 ? !equalFolded(begin, from, length) : !equal(begin, from, length)) continue;
      hits[2 * found] = records[record]!;
      hits[2 * found + 1] = begin;
      found += 1;
    }
    return found;
  };

  const lookShort = (three: number, at: number, limit: number, found: number): number => {
    const hashThree = Math.imul(three, K1);
    if (hasTriple && passes(triple, hashThree)) found = look(triple, hashThree, at, limit, found);
    const hashTwo = Math.imul(three & 0xffff, K1);
    return hasPair && passes(pair, hashTwo) ? look(pair, hashTwo, at, limit, found) : found;
  };

  function scan(from: number, limit: number): number {
    const { filter: smalls, filterShift: smallShift } = small;
    const { filter: mediums, filterShift: mediumShift } = medium;
    const { filter: longs, filterShift: longShift } = long;
    const hasShort = hasPair || hasTriple;
    let found = 0;
    let next = words[from >>> 2]! | FOLD;
    for (let at = from; at < limit; at += 4) {
      const a = next;
      next = words[(at >>> 2) + 1]! | FOLD;
      const b = (a >>> 16) | (next << 16);
      const smallA = Math.imul(a, K1);
      const smallB = Math.imul(b, K1);
      const longA = (smallA + Math.imul(next, K2)) | 0;
      const mediumA = (smallA + Math.imul(next & 0xffff, K2)) | 0;
      const mediumB = (smallB + Math.imul(next >>> 16, K2)) | 0;
      // The two bits of each filter, spelled out: this loop is where all the time goes.
      const l = longs[longA >>> longShift]!;
      const ma = mediums[mediumA >>> mediumShift]!;
      const mb = mediums[mediumB >>> mediumShift]!;
      const sa = smalls[smallA >>> smallShift]!;
      const sb = smalls[smallB >>> smallShift]!;
      if ((l | ma | mb | sa | sb) === 0 && !hasShort) continue;
      const passLong = (l >>> ((longA >>> (longShift - 3)) & 7)) & (l >>> ((longA >>> (longShift - 6)) & 7)) & 1;
      const passMediumA =
        (ma >>> ((mediumA >>> (mediumShift - 3)) & 7)) & (ma >>> ((mediumA >>> (mediumShift - 6)) & 7)) & 1;
      const passMediumB =
        (mb >>> ((mediumB >>> (mediumShift - 3)) & 7)) & (mb >>> ((mediumB >>> (mediumShift - 6)) & 7)) & 1;
      const passSmallA =
        (sa >>> ((smallA >>> (smallShift - 3)) & 7)) & (sa >>> ((smallA >>> (smallShift - 6)) & 7)) & 1;
      const passSmallB =
        (sb >>> ((smallB >>> (smallShift - 3)) & 7)) & (sb >>> ((smallB >>> (smallShift - 6)) & 7)) & 1;
      if ((passLong | passMediumA | passMediumB | passSmallA | passSmallB) === 0 && !hasShort) continue;
      if (found >= HIT_ROOM) {
        kernel.next = at;
        return found;
      }
      if (passLong) found = look(long, longA, at, limit, found);
      if (passMediumA) found = look(medium, mediumA, at, limit, found);
      if (passMediumB) found = look(medium, mediumB, at + 2, limit, found);
      if (passSmallA) found = look(small, smallA, at, limit, found);
      if (passSmallB) found = look(small, smallB, at + 2, limit, found);
      if (!hasShort) continue;
      found = lookShort(a & 0xffffff, at, limit, found);
      found = lookShort(a >>> 8, at + 1, limit, found);
      found = lookShort(b & 0xffffff, at + 2, limit, found);
      found = lookShort((a >>> 24) | ((next & 0xffff) << 8), at + 3, limit, found);
    }
    kernel.next = limit;
    return found;
  }
  return kernel;
};

const passes = ({ filter, filterShift }: LoadedTier, hash: number): boolean => {
  const byte = filter[hash >>> filterShift]!;
  return ((byte >>> ((hash >>> (filterShift - 3)) & 7)) & (byte >>> ((hash >>> (filterShift - 6)) & 7)) & 1) === 1;
};
