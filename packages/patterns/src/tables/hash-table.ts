import type { Entry } from "./windows.ts";

/**
 * A tier's filter and its table, as the scan loops read them:
 *
 * - `filter`: a bitmap over the top `filterBits` bits of the primary hash; a clear bit ends the matter.
 * - `slots`: open addressing over the top `slotBits` bits, two words a slot: check hash, index into `candidates` or -1.
 * - `candidates`: for each key a count, then that many pairs of needle and offset of the window in the needle.
 */
export interface HashTable {
  filterBits: number;
  slotBits: number;
  filter: Int32Array;
  slots: Int32Array;
  candidates: Int32Array;
  longestChain: number;
}

/** Bits of filter per entry; at 16 about 6% of random windows pass, and the filter of a large pack still fits the L2 cache. */
const FILTER_BITS_PER_ENTRY = 16;
const MAX_FILTER_BITS = 22;
const MIN_FILTER_BITS = 10;

const bitsFor = (count: number): number => Math.ceil(Math.log2(Math.max(2, count)));

/** Groups entries by key. Within a key, larger offsets first: earlier occurrences of a needle come out before later ones. */
const byKey = (a: Entry, b: Entry): number =>
  a.primary - b.primary || a.check - b.check || a.needle - b.needle || b.offset - a.offset;

export const hashTable = (entries: Entry[]): HashTable => {
  const filterBits = Math.min(
    MAX_FILTER_BITS,
    Math.max(MIN_FILTER_BITS, bitsFor(entries.length * FILTER_BITS_PER_ENTRY)),
  );
  const slotBits = Math.max(4, bitsFor(entries.length * 2));
  const filter = new Int32Array(2 ** (filterBits - 5));
  const slots = new Int32Array(2 ** (slotBits + 1)).fill(-1);
  const candidates: number[] = [];
  const mask = 2 ** slotBits - 1;
  let longestChain = 0;
  entries.sort(byKey);
  for (let from = 0, to = 0; from < entries.length; from = to) {
    const { primary, check } = entries[from]!;
    while (entries[to]?.primary === primary && entries[to]?.check === check) to += 1;
    const bit = primary >>> (32 - filterBits);
    filter[bit >>> 5]! |= 1 << (bit & 31);
    let slot = primary >>> (32 - slotBits);
    while (slots[2 * slot + 1] !== -1) slot = (slot + 1) & mask;
    slots[2 * slot] = check;
    slots[2 * slot + 1] = candidates.length;
    candidates.push(to - from);
    for (const { needle, offset } of entries.slice(from, to)) candidates.push(needle, offset);
    longestChain = Math.max(longestChain, to - from);
  }
  return { filterBits, slotBits, filter, slots, candidates: Int32Array.from(candidates), longestChain };
};
