/** Relative error of a quantile. */
const ERROR = 0.01;
const GAMMA = (1 + ERROR) / (1 - ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Below a tenth of a millisecond everything is the same. */
const LEAST = 1e-4;
const BUCKETS = 2048;

/** Quantiles of a stream within 1%, in 16 KB: counts in buckets whose bounds grow geometrically (as in DDSketch). */
export class Sketch {
  private counts = new Float64Array(BUCKETS);
  count = 0;
  sum = 0;
  max = 0;

  add(value: number): void {
    const at = value <= LEAST ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(value / LEAST) / LOG_GAMMA));
    this.counts[at]! += 1;
    this.count += 1;
    this.sum += value;
    if (value > this.max) this.max = value;
  }

  get mean(): number {
    return this.count > 0 ? this.sum / this.count : 0;
  }

  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile is between 0 and 1, not ${q}`);
    if (this.count === 0) return 0;
    const rank = Math.max(1, Math.ceil(q * this.count));
    let seen = 0;
    for (let at = 0; at < BUCKETS; at += 1) {
      seen += this.counts[at]!;
      if (seen >= rank) return at === 0 ? Math.min(LEAST, this.max) : Math.min(this.max, middle(at));
    }
    return this.max;
  }

  /** Share of values up to each bucket's middle, for a picture of the distribution. */
  *cumulative(): Iterable<{ value: number; share: number }> {
    let seen = 0;
    for (let at = 0; at < BUCKETS; at += 1) {
      if (this.counts[at] === 0) continue;
      seen += this.counts[at]!;
      yield { value: at === 0 ? LEAST : middle(at), share: seen / this.count };
    }
  }
}

const middle = (at: number): number => (2 * LEAST * GAMMA ** at) / (1 + GAMMA);
