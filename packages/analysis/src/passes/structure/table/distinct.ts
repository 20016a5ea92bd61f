/** Exact up to this many values, estimated above. */
const EXACT = 1000;
const BITS = 10;
const REGISTERS = 2 ** BITS;

/** FNV-1a with a final mix (MurmurHash3's), over at most 64 characters and the length. */
const hash = (value: string): number => {
  let h = 0x811c9dc5 ^ value.length;
  const end = Math.min(value.length, 64);
  for (let i = 0; i < end; i++) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * Counts different values in bounded memory: a set first, then HyperLogLog (Flajolet et al. 2007) with 1,024
 * registers, whose standard error is 1.04 / √1024 = 3.3 %.
 */
export class Distinct {
  #exact: Map<string, number> | undefined = new Map();
  readonly #registers = new Uint8Array(REGISTERS);

  add(value: string, times = 1): void {
    if (this.#exact) {
      const known = this.#exact.get(value);
      if (known !== undefined) {
        this.#exact.set(value, known + times);
        return;
      }
      if (this.#exact.size < EXACT) {
        this.#exact.set(value.slice(0, 200), times);
        this.#note(value);
        return;
      }
      this.#exact = undefined;
    }
    this.#note(value);
  }

  get isExact(): boolean {
    return this.#exact !== undefined;
  }

  get count(): number {
    if (this.#exact) return this.#exact.size;
    let sum = 0;
    let zeros = 0;
    for (const rank of this.#registers) {
      sum += 2 ** -rank;
      if (rank === 0) zeros++;
    }
    const estimate = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
    return Math.round(estimate <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log(REGISTERS / zeros) : estimate);
  }

  /** The most frequent values, where all of them are known. */
  top(n: number): { value: string; count: number }[] {
    return [...(this.#exact ?? [])]
      .sort((a, b) => b[1] - a[1])
      .slice(0, n)
      .map(([value, count]) => ({ value, count }));
  }

  #note(value: string): void {
    const h = hash(value);
    const register = h >>> (32 - BITS);
    const rank = Math.clz32((h << BITS) | (1 << (BITS - 1))) + 1;
    if (rank > (this.#registers[register] as number)) this.#registers[register] = rank;
  }
}
