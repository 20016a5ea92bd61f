/** Mulberry32: the same seed gives the same samples on every machine. */
export interface Dice {
  /** 0 ≤ n < 1 */
  next(): number;
  int(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(count: number): Buffer;
}

export const dice = (seed: number): Dice => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    pick: (from) => from[int(0, from.length - 1)]!,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => int(0, 255))),
  };
};
