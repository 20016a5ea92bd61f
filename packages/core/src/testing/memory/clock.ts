import type { Clock } from "../../ports/runtime.ts";
import { Heap } from "./heap.ts";

/** Lets every promise that can go on without a timer or I/O do so. */
export const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that stands still until a test moves it. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #timers = new Heap<{ fire: (() => void) | undefined }>();

  /** @param start Epoch milliseconds. */
  constructor(start: number = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: { fire: (() => void) | undefined } = { fire: undefined };
      const end = (): void => {
        timer.fire = undefined;
        signal?.removeEventListener("abort", end);
        resolve();
      };
      timer.fire = end;
      signal?.addEventListener("abort", end, { once: true });
      if (ms < Number.POSITIVE_INFINITY) this.#timers.push(this.#now + Math.max(0, ms), timer);
    });
  }

  /** When the next timer is due, if there is any. */
  next(): number | undefined {
    for (;;) {
      const top = this.#timers.peek();
      if (!top || top.value.fire) return top?.at;
      this.#timers.pop();
    }
  }

  /** Moves to the next timer and fires it alone; false where there is none. What it wakes has not run yet. */
  tick(): boolean {
    const at = this.next();
    if (at === undefined) return false;
    this.#now = Math.max(this.#now, at);
    this.#timers.pop()?.value.fire?.();
    return true;
  }

  /** Moves time on by `ms`, firing the timers on the way in their order, each before the next one is looked at. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await drain();
    for (let at = this.next(); at !== undefined && at <= until; at = this.next()) {
      this.tick();
      await drain();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Moves on from timer to timer until none is left or `maxMs` have passed; whether none is left. */
  async runUntilIdle(maxMs: number): Promise<boolean> {
    const until = this.#now + maxMs;
    await drain();
    for (let at = this.next(); at !== undefined; at = this.next()) {
      if (at > until) return false;
      this.tick();
      await drain();
    }
    return true;
  }
}
