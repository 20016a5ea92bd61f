const BINS = 1024;
const GAPS = 5;

export interface Gap {
  from: number;
  to: number;
  /** Line after the gap, and where it starts. */
  line: number;
  start: number;
}

export interface Burst {
  from: number;
  to: number;
  lines: number;
  /** First line of the burst. */
  line: number;
  start: number;
}

interface Bin {
  count: number;
  line: number;
  start: number;
}

/** When lines were written: range, gaps, bursts, steps back. Memory does not depend on their number or their range. */
export class Timeline {
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  dated = 0;
  /** Lines whose time is more than a second before the line above. */
  steppedBack = 0;
  firstStepBack: { line: number; start: number; from: number; to: number } | undefined;
  #previous: number | undefined;
  #width = 1000;
  #bins = new Map<number, Bin>();
  #gaps: Gap[] = [];

  add(time: number, line: number, start: number): void {
    this.dated++;
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    if (this.#previous !== undefined) {
      if (time < this.#previous - 1000) {
        this.steppedBack++;
        this.firstStepBack ??= { line, start, from: this.#previous, to: time };
      } else if (time > this.#previous) this.#noteGap({ from: this.#previous, to: time, line, start });
    }
    this.#previous = time;
    const index = Math.floor(time / this.#width);
    const bin = this.#bins.get(index);
    if (bin) bin.count++;
    else {
      this.#bins.set(index, { count: 1, line, start });
      while (this.#bins.size > BINS) this.#coarsen();
    }
  }

  /** The longest pauses that stand out: at least a minute and 20 times the mean pause. */
  gaps(): Gap[] {
    const mean = (this.last - this.first) / Math.max(1, this.dated - 1);
    return this.#gaps
      .filter(({ from, to }) => to - from >= Math.max(60_000, mean * 20))
      .sort((a, b) => b.to - b.from - (a.to - a.from));
  }

  /** Periods with at least 20 lines, 5 times the median and 4 standard deviations over the mean of the periods that have lines. */
  bursts(): Burst[] {
    const bins = [...this.#bins];
    if (bins.length < 10) return [];
    const counts = bins.map(([, bin]) => bin.count).sort((a, b) => a - b);
    const median = counts[counts.length >> 1] as number;
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const deviation = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length);
    const floor = Math.max(20, median * 5, mean + deviation * 4);
    return bins
      .filter(([, bin]) => bin.count >= floor)
      .sort((a, b) => b[1].count - a[1].count)
      .slice(0, GAPS)
      .map(([index, bin]) => ({
        from: index * this.#width,
        to: (index + 1) * this.#width,
        lines: bin.count,
        line: bin.line,
        start: bin.start,
      }));
  }

  #noteGap(gap: Gap): void {
    const length = gap.to - gap.from;
    if (this.#gaps.length < GAPS) this.#gaps.push(gap);
    else {
      let shortest = 0;
      for (let i = 1; i < GAPS; i++) if (this.#length(i) < this.#length(shortest)) shortest = i;
      if (length > this.#length(shortest)) this.#gaps[shortest] = gap;
    }
  }

  #length(i: number): number {
    const gap = this.#gaps[i] as Gap;
    return gap.to - gap.from;
  }

  #coarsen(): void {
    this.#width *= 2;
    const merged = new Map<number, Bin>();
    for (const [index, bin] of this.#bins) {
      const half = Math.floor(index / 2);
      const known = merged.get(half);
      if (known) {
        known.count += bin.count;
        if (bin.line < known.line) Object.assign(known, { line: bin.line, start: bin.start });
      } else merged.set(half, bin);
    }
    this.#bins = merged;
  }
}
