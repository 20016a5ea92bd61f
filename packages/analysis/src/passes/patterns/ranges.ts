/** Stretches of a text, merged where they overlap; those far behind may be forgotten. */
export class Ranges {
  #ranges: [from: number, to: number][] = [];

  add(from: number, to: number): void {
    if (to <= from) return;
    let merged: [number, number] = [from, to];
    const apart: [number, number][] = [];
    // New ones stand near the end.
    let first = this.#ranges.length;
    while (first > 0 && this.#ranges[first - 1]![1] >= from) first -= 1;
    for (const range of this.#ranges.slice(first)) {
      if (range[0] > merged[1]) apart.push(range);
      else merged = [Math.min(merged[0], range[0]), Math.max(merged[1], range[1])];
    }
    this.#ranges.splice(first, this.#ranges.length - first, merged, ...apart);
  }

  /** The parts of the ranges within `[from, to)`. */
  within(from: number, to: number): (readonly [from: number, to: number])[] {
    const found: [number, number][] = [];
    for (let i = this.#firstAfter(from); i < this.#ranges.length; i += 1) {
      const [start, end] = this.#ranges[i]!;
      if (start >= to) break;
      found.push([Math.max(from, start), Math.min(to, end)]);
    }
    return found;
  }

  forgetBefore(offset: number): void {
    const first = this.#firstAfter(offset);
    if (first > 0) this.#ranges.splice(0, first);
  }

  get size(): number {
    return this.#ranges.length;
  }

  /** The first range that ends after `offset`. */
  #firstAfter(offset: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]![1] > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
