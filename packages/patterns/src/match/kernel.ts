/**
 * What finds needles. There are two: compiled WebAssembly, and the same in TypeScript, which is its oracle and stands in
 * where WebAssembly is not to be had. They report the same hits in the same order.
 */
export interface Kernel {
  /** Where the bytes to be scanned are put; at least `KERNEL_PADDING` bytes of it stay free behind them. */
  readonly input: Uint8Array;
  /** Pairs: number of the needle, place in `input` at which an occurrence of it begins. */
  readonly hits: Uint32Array;
  /**
   * Looks at the windows that begin in `[from, limit)`, `from` a multiple of 4, and reports the occurrences that end by
   * `limit`. Returns how many; where `hits` filled up, `next` is where to go on, else `limit`.
   * Occurrences of one needle come in ascending order; those of different needles are out of order by no more than the
   * longest needle.
   */
  scan(from: number, limit: number): number;
  readonly next: number;
}

/** The loops read whole words, up to this far past the end. */
export const KERNEL_PADDING = 16;

/** Pairs that `hits` has room for, besides the most that one word of input can give. */
export const HIT_ROOM = 1 << 15;

/** Windows looked at for one word of input: 4 pairs, 4 triples, 2 small, 2 medium, 1 long. */
export const WINDOWS_PER_WORD = 13;
