/** Children per node: a wide heap is shallow, and its siblings share a cache line. */
const ARITY = 4;

/**
 * The event queue: a heap of times in typed arrays, each with one 32-bit payload. Events of the same time leave in an order
 * that depends only on the order of the calls, so that a seed fixes a run.
 */
export class EventHeap {
  private times = new Float64Array(1024);
  private payloads = new Int32Array(1024);
  size = 0;

  /** Time of the next event; infinity where there is none. */
  get nextTime(): number {
    return this.size > 0 ? this.times[0]! : Number.POSITIVE_INFINITY;
  }

  push(time: number, payload: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, payloads } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      payloads[at] = payloads[parent]!;
      at = parent;
    }
    times[at] = time;
    payloads[at] = payload;
  }

  /** Removes the next event and returns its payload; read `nextTime` first. */
  pop(): number {
    if (this.size === 0) throw new RangeError("The event heap is empty");
    const { times, payloads } = this;
    const first = payloads[0]!;
    const last = --this.size;
    const time = times[last]!;
    const payload = payloads[last]!;
    let at = 0;
    for (;;) {
      const from = at * ARITY + 1;
      if (from >= last) break;
      const to = Math.min(from + ARITY, last);
      let least = from;
      for (let child = from + 1; child < to; child += 1) if (times[child]! < times[least]!) least = child;
      if (times[least]! >= time) break;
      times[at] = times[least]!;
      payloads[at] = payloads[least]!;
      at = least;
    }
    times[at] = time;
    payloads[at] = payload;
    return first;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const payloads = new Int32Array(this.times.length * 2);
    times.set(this.times);
    payloads.set(this.payloads);
    this.times = times;
    this.payloads = payloads;
  }
}
