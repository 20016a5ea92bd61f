/**
 * A token bucket in constant memory: instead of tokens it keeps the time at which all that was taken will have been paid
 * for at `rate`. What comes faster than `burst` allows is delayed, never refused.
 */
export class Rate {
  private paidAt = Number.NEGATIVE_INFINITY;
  rate: number;
  burst: number;

  constructor(rate: number, burst: number) {
    if (!(rate > 0 && burst >= 0))
      throw new RangeError(`A rate is above 0 and a burst at least 0, not ${rate}, ${burst}`);
    this.rate = rate;
    this.burst = burst;
  }

  /**
   * Takes `amount`, and returns the seconds until it may be used. A caller with limited `patience` reserves only
   * what fits within it; the returned wait is then longer than the patience.
   */
  take(now: number, amount: number, patience = Number.POSITIVE_INFINITY): number {
    const free = now - this.burst / this.rate;
    if (this.paidAt < free) this.paidAt = free;
    const wait = this.paidAt + amount / this.rate - now;
    this.paidAt = Math.min(this.paidAt + amount / this.rate, Math.max(this.paidAt, now + patience));
    return Math.max(0, wait);
  }

  /** Seconds until `amount` could be used without a delay. */
  wait(now: number, amount: number): number {
    const free = now - this.burst / this.rate;
    return Math.max(0, Math.max(this.paidAt, free) + amount / this.rate - now);
  }
}
