/**
 * A seeded generator (sfc32). Each concern draws from a stream of its own, so that a change to one (another service time)
 * leaves the others (the arrivals) as they were, and two variants can be compared on the same input.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = Number.NaN;

  constructor(seed: number, stream = "") {
    let hash = 2166136261 ^ seed;
    for (let at = 0; at < stream.length; at += 1) hash = Math.imul(hash ^ stream.charCodeAt(at), 16777619);
    this.a = seed | 0;
    this.b = hash | 0;
    this.c = Math.imul(seed ^ hash, 0x9e3779b1) | 0;
    for (let warmUp = 0; warmUp < 16; warmUp += 1) this.bits();
  }

  private bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in (0, 1): neither end, so that its logarithm is finite. */
  uniform(): number {
    return (this.bits() + 0.5) / 4294967296;
  }

  /** Uniform in 0..below-1. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  exponential(mean: number): number {
    return -mean * Math.log(this.uniform());
  }

  /** Standard normal, by the polar method; every second draw is free. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = Number.NaN;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }
}
