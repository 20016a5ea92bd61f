import { drain } from "@torrent/core/testing/memory";
import type { Process } from "./process.ts";

/** Real seconds after which code that has not returned no longer holds virtual time: its function then runs out of time. */
const PATIENCE_MS = 30_000;

/** Marks a call into the simulation: while code waits for one, virtual time may move on. */
export type Simulated = <T>(call: () => Promise<T>) => Promise<T>;

/** Code of the choreography that a process runs: it is not simulated, and takes real time. */
export class Frame {
  readonly process: Process;
  readonly #changed: () => void;
  #running = 0;
  #waiting = 0;
  overdue = false;

  constructor(process: Process, changed: () => void) {
    this.process = process;
    this.#changed = changed;
  }

  get holds(): boolean {
    return this.#running > 0 && this.#waiting === 0 && this.process.alive && !this.overdue;
  }

  get idle(): boolean {
    return this.#running === 0;
  }

  async run<T>(code: () => Promise<T> | T): Promise<T> {
    this.#running += 1;
    this.#changed();
    try {
      return await code();
    } finally {
      this.#running -= 1;
      this.#changed();
    }
  }

  readonly simulated: Simulated = async (call) => {
    this.#waiting += 1;
    this.#changed();
    try {
      return await call();
    } finally {
      this.#waiting -= 1;
      this.#changed();
    }
  };

  /** An iterable of the code, each step of which is its work. */
  async *own<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    yield* stepwise(items, (step) => this.run(step));
  }

  /** An iterable of the simulation, for each step of which the code waits. */
  async *given<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    yield* stepwise(items, this.simulated);
  }
}

async function* stepwise<T>(
  items: AsyncIterable<T>,
  take: (step: () => Promise<IteratorResult<T>>) => Promise<IteratorResult<T>>,
): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await take(() => iterator.next());
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}

/** All code of the choreography that is running. While any of it is at work by itself, virtual time stands still. */
export class Outside {
  readonly #frames = new Set<Frame>();
  #changed = (): void => {};

  frame(process: Process): Frame {
    const frame: Frame = new Frame(process, () => {
      if (frame.idle) this.#frames.delete(frame);
      else this.#frames.add(frame);
      this.#changed();
    });
    return frame;
  }

  /** Runs code in a frame of its own. */
  run<T>(process: Process, code: (frame: Frame) => Promise<T> | T): Promise<T> {
    const frame = this.frame(process);
    return frame.run(() => code(frame));
  }

  get holds(): boolean {
    for (const frame of this.#frames) if (frame.holds) return true;
    return false;
  }

  /** Resolves when no code is at work by itself any more. */
  async released(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (this.holds) {
      const left = until - performance.now();
      if (left <= 0) {
        for (const frame of this.#frames) if (frame.holds) frame.overdue = true;
        return;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await drain();
    }
  }
}
