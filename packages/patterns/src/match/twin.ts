import { NOCASE } from "../tables/tables.ts";
import { FOLD, K1, K2, K3 } from "../tables/tier.ts";
import type { LoadedTables, LoadedTier } from "./database.ts";
import { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_WORD } from "./kernel.ts";

/** The plain TypeScript kernel. */
export const twinKernel = (tables: LoadedTables, inputBytes: number): Kernel => {
  const input = new Uint8Array(Math.ceil((inputBytes + KERNEL_PADDING) / 4) * 4);
  const words = new Int32Array(input.buffer);
  const hits = new Uint32Array(2 * (HIT_ROOM + WINDOWS_PER_WORD * tables.longestChain));
  const { starts, bytes, flags } = tables;
  const kernel = { input, hits, next: 0, scan };

  const equal = (at: number, from: number, to: number, nocase: boolean): boolean => {
    if (!nocase) {
      for (let i = from; i < to; i++, at++) if (input[at] !== bytes[i]) return false;
      return true;
    }
    for (let i = from; i < to; i++, at++) {
      const byte = input[at]!;
      if ((byte - 65) >>> 0 < 26 ? (byte | 0x20) !== bytes[i] : byte !== bytes[i]) return false;
    }
    return true;
  };

  /** The filter let a window through: finds its key in the table and compares its needles. */
  const look = (
    { slots, candidates, slotShift, slotMask }: LoadedTier,
    primary: number,
    check: number,
    at: number,
    limit: number,
    found: number,
  ): number => {
    let slot = primary >>> slotShift;
    for (;;) {
      const chain = slots[2 * slot + 1]!;
      if (chain < 0) return found;
      if (slots[2 * slot] === check) {
        const end = chain + 1 + 2 * candidates[chain]!;
        for (let i = chain + 1; i < end; i += 2) {
          const needle = candidates[i]!;
          const begin = at - candidates[i + 1]!;
          const from = starts[needle]!;
          const to = starts[needle + 1]!;
          if (begin < 0 || begin + to - from > limit) continue;
          if (!equal(begin, from, to, (flags[needle]! & NOCASE) !== 0)) continue;
          hits[2 * found] = needle;
          hits[2 * found + 1] = begin;
          found += 1;
        }
        return found;
      }
      slot = (slot + 1) & slotMask;
    }
  };

  function scan(from: number, limit: number): number {
    const [pair, triple, small, medium, long] = tables.tiers as [
      LoadedTier,
      LoadedTier,
      LoadedTier,
      LoadedTier,
      LoadedTier,
    ];
    const { filter: pairs, filterShift: pairShift } = pair;
    const { filter: triples, filterShift: tripleShift } = triple;
    const { filter: smalls, filterShift: smallShift } = small;
    const { filter: mediums, filterShift: mediumShift } = medium;
    const { filter: longs, filterShift: longShift } = long;
    const { hasShort } = tables;
    const lastWord = (limit + 3) >>> 2;
    let found = 0;
    let next = words[from >>> 2]! | FOLD;
    for (let word = from >>> 2; word < lastWord; word++) {
      const a = next;
      next = words[word + 1]! | FOLD;
      const b = (a >>> 16) | (next << 16);
      const ka = Math.imul(a, K1);
      const kb = Math.imul(b, K1);
      const low = next & 0xffff;
      const high = next >>> 16;
      const hLong = (ka + Math.imul(next, K2)) | 0;
      const hMediumA = (ka + Math.imul(low, K2)) | 0;
      const hMediumB = (kb + Math.imul(high, K2)) | 0;
      const bitLong = hLong >>> longShift;
      const bitMediumA = hMediumA >>> mediumShift;
      const bitMediumB = hMediumB >>> mediumShift;
      const bitSmallA = ka >>> smallShift;
      const bitSmallB = kb >>> smallShift;
      const passLong = (longs[bitLong >>> 5]! >>> bitLong) & 1;
      const passMediumA = (mediums[bitMediumA >>> 5]! >>> bitMediumA) & 1;
      const passMediumB = (mediums[bitMediumB >>> 5]! >>> bitMediumB) & 1;
      const passSmallA = (smalls[bitSmallA >>> 5]! >>> bitSmallA) & 1;
      const passSmallB = (smalls[bitSmallB >>> 5]! >>> bitSmallB) & 1;
      if (passLong | passMediumA | passMediumB | passSmallA | passSmallB || hasShort) {
        if (found >= HIT_ROOM) {
          kernel.next = word << 2;
          return found;
        }
        const at = word << 2;
        if (passLong) found = look(long, hLong, Math.imul(a, K2) ^ Math.imul(next, K3), at, limit, found);
        if (passMediumA) found = look(medium, hMediumA, Math.imul(a, K2) ^ Math.imul(low, K3), at, limit, found);
        if (passMediumB) found = look(medium, hMediumB, Math.imul(b, K2) ^ Math.imul(high, K3), at + 2, limit, found);
        if (passSmallA) found = look(small, ka, a, at, limit, found);
        if (passSmallB) found = look(small, kb, b, at + 2, limit, found);
        if (hasShort)
          for (let shift = 0; shift < 4; shift++) {
            const three = (shift === 0 ? a : (a >>> (8 * shift)) | (next << (32 - 8 * shift))) & 0xffffff;
            const hTriple = Math.imul(three, K1);
            const bitTriple = hTriple >>> tripleShift;
            if ((triples[bitTriple >>> 5]! >>> bitTriple) & 1)
              found = look(triple, hTriple, three, at + shift, limit, found);
            const two = three & 0xffff;
            const hPair = Math.imul(two, K1);
            const bitPair = hPair >>> pairShift;
            if ((pairs[bitPair >>> 5]! >>> bitPair) & 1) found = look(pair, hPair, two, at + shift, limit, found);
          }
      }
    }
    kernel.next = limit;
    return found;
  }
  return kernel;
};
