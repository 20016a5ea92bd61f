import { compare, hash } from "./order.ts";

interface Kept<T> {
  key: string;
  rank: number;
  value: T;
}

/**
 * Remembers what is known of at most `limit` keys: those with the lowest hashes. Which these are depends on the set of
 * keys only, never on their order or on how they were divided, and what is known of a kept key is exact: of the keys of
 * a part, the lowest of the whole are among the part's lowest.
 */
export class Sample<T> {
  readonly #limit: number;
  #kept = new Map<string, Kept<T>>();
  /** Keys above it have no place any more. */
  #ceiling = Number.POSITIVE_INFINITY;
  #full = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is kept under the key, made if it is new; `undefined` where it has no place. */
  at(key: string, make: () => T): T | undefined {
    const known = this.#kept.get(key);
    if (known) return known.value;
    const rank = hash(key);
    if (rank > this.#ceiling) return undefined;
    const value = make();
    this.#kept.set(key, { key, rank, value });
    if (this.#kept.size >= 2 * this.#limit) this.#cut();
    return value;
  }

  /** Says that a part which is added has lost keys. */
  cut(): void {
    this.#full = true;
  }

  values(): T[] {
    this.#cut();
    return Array.from(this.#kept.values(), ({ value }) => value);
  }

  /** Were there more keys than are kept? */
  get full(): boolean {
    this.#cut();
    return this.#full;
  }

  /** How many keys one kept key stands for: 1 unless {@link full}. */
  get scale(): number {
    if (!this.full) return 1;
    let highest = 0;
    for (const { rank } of this.#kept.values()) highest = Math.max(highest, rank);
    return highest === 0 ? 1 : ((this.#kept.size - 1) * 2 ** 32) / (highest * this.#kept.size);
  }

  #cut(): void {
    if (this.#kept.size <= this.#limit) return;
    this.#full = true;
    const kept = [...this.#kept.values()]
      .sort((a, b) => a.rank - b.rank || compare(a.key, b.key))
      .slice(0, this.#limit);
    this.#kept = new Map(kept.map((one) => [one.key, one]));
    this.#ceiling = kept.at(-1)?.rank ?? 0;
  }
}
