import { on, once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Database } from "./database.ts";
import type { Shared } from "./load.ts";
import type { OnMatch } from "./scanner.ts";

export interface ThreadData {
  shared: Shared;
  slowLane: boolean;
}

/** Scan blocks of `input` until none is left: the threads draw their numbers from `next`, one word that they share. */
export interface ScanOrder {
  input: SharedArrayBuffer;
  next: SharedArrayBuffer;
}

/** `matches`: rule, start and end of each, one after another; without them the thread has no more blocks. */
export interface BlockAnswer {
  bytes?: number;
  matches?: Float64Array;
}

/** More blocks than any input has. */
const NO_MORE = 2 ** 30;

export interface ParallelOptions {
  onMatch: OnMatch;
  signal?: AbortSignal;
  /** Called when a block is done, with the bytes done so far. */
  onProgress?: (bytes: number) => void;
}

/**
 * Threads that scan one input together, block by block, over one copy of the tables. Needs the module's own files beside
 * it, so it is for servers and workers, not for bundled functions.
 */
export class ScanThreads implements AsyncDisposable {
  readonly #workers: Worker[];

  private constructor(workers: Worker[]) {
    this.#workers = workers;
  }

  static async start(database: Database, threads: number, slowLane = false): Promise<ScanThreads> {
    const workerData: ThreadData = { shared: database.share(), slowLane };
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL(`./scan-thread${import.meta.url.slice(-3)}`, import.meta.url), { workerData }),
    );
    await Promise.all(workers.map((worker) => once(worker, "online")));
    return new ScanThreads(workers);
  }

  /** Reports what a scanner would; matches of one block together, blocks as they are done. One call at a time. */
  async scan(input: SharedArrayBuffer, { onMatch, signal, onProgress }: ParallelOptions): Promise<void> {
    signal?.throwIfAborted();
    const next = new Int32Array(new SharedArrayBuffer(4));
    let done = 0;
    const stop = (): void => void Atomics.store(next, 0, NO_MORE);
    signal?.addEventListener("abort", stop);
    const work = async (worker: Worker): Promise<void> => {
      const answers = on(worker, "message") as AsyncIterable<[BlockAnswer]>;
      worker.postMessage({ input, next: next.buffer } satisfies ScanOrder);
      for await (const [{ bytes = 0, matches }] of answers) {
        if (!matches) return;
        for (let i = 0; i < matches.length; i += 3) onMatch(matches[i]!, matches[i + 1]!, matches[i + 2]!);
        done += bytes;
        onProgress?.(done);
      }
    };
    const results = await Promise.allSettled(this.#workers.map(work));
    signal?.removeEventListener("abort", stop);
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    signal?.throwIfAborted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
