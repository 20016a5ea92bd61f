/**
 * 2^`bits` words. The top bits of a window's hash choose one, and the next ten bits two bits in it; where one of them is
 * clear, the window is none of ours. (Whole words, because a word can be shifted by a hash without masking.)
 */
export interface Filter {
  bits: number;
  words: Int32Array;
}

/** 512 KB: a larger filter would crowd everything else out of the caches. */
const MAX_BITS = 17;
const MIN_BITS = 8;
const ENTRIES_PER_WORD = 1.5;
/** Filters of small packs fit into the nearest cache at a third of that, and let fewer windows through. */
const SMALL = 8192;
const ENTRIES_PER_WORD_OF_SMALL = 0.5;

export const filterOf = (hashes: readonly number[]): Filter => {
  const perWord = hashes.length < SMALL ? ENTRIES_PER_WORD_OF_SMALL : ENTRIES_PER_WORD;
  const wanted = Math.ceil(Math.log2(Math.max(2, hashes.length / perWord)));
  const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, wanted));
  const words = new Int32Array(2 ** bits);
  for (const hash of hashes)
    words[hash >>> (32 - bits)]! |= (1 << (hash >>> (27 - bits))) | (1 << (hash >>> (22 - bits)));
  return { bits, words };
};
