import type { Random } from "../../ports/runtime.ts";

/** Repeatable chance: the same seed gives the same sequence. Never for anything that must not be guessed. */
export class SeededRandom implements Random {
  #state: number;
  #ids = 0;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#state = this.#seed;
  }

  id(): string {
    this.#ids += 1;
    return `id-${this.#seed.toString(36)}-${this.#ids}`;
  }

  /** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state, good enough for schedules. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }
}
