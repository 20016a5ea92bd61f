/**
 * What finds needles. There are two: compiled WebAssembly, and the same in TypeScript, which is its oracle and stands in
 * where WebAssembly is not to be had. They report the same hits.
 */
export interface Kernel {
  /** Where the bytes to be scanned are put; at least `KERNEL_PADDING` bytes of it stay free behind them. */
  readonly input: Uint8Array;
  /** Pairs: number of the needle, place in `input` at which an occurrence of it begins. */
  readonly hits: Uint32Array;
  /**
   * Looks at the windows that begin in `[from, limit)`, `from` a multiple of 4, and reports the occurrences that end by
   * `limit`. Returns how many; where `hits` filled up, `next` is where to go on, else `limit`.
   * Occurrences come out of order by no more than the longest needle.
   */
  scan(from: number, limit: number): number;
  readonly next: number;
}

/** The loops read 16 bytes at a time, up to this far past the end. */
export const KERNEL_PADDING = 32;

/** Pairs that `hits` has room for, besides the most that one step can give. */
export const HIT_ROOM = 1 << 15;

/** Windows looked at for 16 bytes of input: 16 pairs, 16 triples, 8 words, 4 long. */
export const WINDOWS_PER_STEP = 44;
