import type { Finding } from "../../findings.ts";

/** Where a match stands in the file, and how many line ends before it the file does not have. */
export interface FilePlace {
  start: number;
  end: number;
  addedLines: number;
}

export interface Match {
  rule: number;
  start: number;
  end: number;
  at: FilePlace;
}

/** A match that its check has confirmed. */
export interface Confirmed extends Match {
  secret?: readonly [from: number, to: number];
  severity?: Finding["severity"];
  tags: readonly string[];
  /** Left out where another rule finds the same secret. */
  yields: boolean;
}

/** No secret is longer than this, for the search of those that overlap. */
const LONGEST_SECRET = 8192;

interface Placed {
  one: Confirmed;
  from: number;
  to: number;
}

const placed = (one: Confirmed): Placed => ({
  one,
  from: one.secret?.[0] ?? one.start,
  to: one.secret?.[1] ?? one.end,
});

/** Confirmed secrets by place, to find those that share bytes. */
export class Overlaps {
  readonly #all: readonly Placed[];

  constructor(all: readonly Confirmed[]) {
    this.#all = all
      .filter(({ tags }) => tags.includes("secret"))
      .map(placed)
      .sort((a, b) => a.from - b.from || a.one.start - b.one.start || a.one.rule - b.one.rule);
  }

  /** Whether another rule, which says more, or one before it that says as much, has the same secret. */
  cover(one: Confirmed): boolean {
    if (!one.yields) return false;
    const { from, to } = placed(one);
    let passed = false;
    for (let i = this.#firstFrom(from - LONGEST_SECRET); i < this.#all.length; i += 1) {
      const other = this.#all[i]!;
      if (other.from >= to) break;
      if (other.one === one) passed = true;
      else if (other.to > from && (!other.one.yields || !passed)) return true;
    }
    return false;
  }

  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#all[middle]!.from >= offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
