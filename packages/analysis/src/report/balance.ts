/** Slots to begin with; a power of two, as all sizes are. */
const SLOTS = 1024;

/**
 * Counts by 64-bit keys, up and down: some 30 bytes a key, so that a million of them fit anywhere. Open addressing with linear
 * probing; what came to nothing stays until the table grows.
 */
export class Balance {
  #keys = new Uint32Array(2 * SLOTS);
  #counts = new Int32Array(SLOTS);
  #used = new Uint8Array(SLOTS);
  #filled = 0;

  get(low: number, high: number): number {
    return this.#counts[this.#slotOf(low, high)] ?? 0;
  }

  add(low: number, high: number, by: number): void {
    if (2 * this.#filled >= this.#counts.length) this.#grow();
    const slot = this.#slotOf(low, high);
    if (this.#used[slot] === 0) {
      this.#used[slot] = 1;
      this.#keys[2 * slot] = low;
      this.#keys[2 * slot + 1] = high;
      this.#filled += 1;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + by;
  }

  /** The sum of all counts of this sign, without it. */
  sum(sign: 1 | -1): number {
    let sum = 0;
    for (const count of this.#counts) if (count * sign > 0) sum += count * sign;
    return sum;
  }

  /** Where the key is, or belongs. */
  #slotOf(low: number, high: number): number {
    const mask = this.#counts.length - 1;
    let slot = low & mask;
    while (this.#used[slot] === 1 && (this.#keys[2 * slot] !== low || this.#keys[2 * slot + 1] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    const size = 2 * counts.length;
    this.#keys = new Uint32Array(2 * size);
    this.#counts = new Int32Array(size);
    this.#used = new Uint8Array(size);
    this.#filled = 0;
    counts.forEach((count, slot) => {
      if (count !== 0) this.add(keys[2 * slot] ?? 0, keys[2 * slot + 1] ?? 0, count);
    });
  }
}
