const EXACT_DIGITS = 15;

/** Smallest and largest number of a column, whole numbers exactly however long they are. */
export class NumberRange {
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #minExact: bigint | undefined;
  #maxExact: bigint | undefined;

  add(value: number, cell: string): void {
    if (Number.isNaN(value)) return;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (cell.length <= EXACT_DIGITS || !/^[+-]?\d{16,40}$/.test(cell)) return;
    const exact = BigInt(cell.replace("+", ""));
    if (this.#minExact === undefined || exact < this.#minExact) this.#minExact = exact;
    if (this.#maxExact === undefined || exact > this.#maxExact) this.#maxExact = exact;
  }

  get min(): number | bigint {
    return this.#minExact !== undefined && Number(this.#minExact) === this.#min ? this.#minExact : this.#min;
  }

  get max(): number | bigint {
    return this.#maxExact !== undefined && Number(this.#maxExact) === this.#max ? this.#maxExact : this.#max;
  }
}
