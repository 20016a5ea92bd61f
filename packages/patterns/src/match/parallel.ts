import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Directory } from "../artefact/format.ts";
import type { Database } from "./database.ts";
import { BLOCK_BYTES, type OnMatch } from "./scanner.ts";

export interface ThreadData {
  memory: WebAssembly.Memory;
  directory: Directory;
  slowLane: boolean;
}

export interface BlockOrder {
  input: SharedArrayBuffer;
  offset: number;
}

/** `matches`: rule, start and end of each, one after another. */
export interface BlockAnswer {
  offset: number;
  matches: Float64Array;
}

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
    const { memory, directory } = database;
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL("./scan-thread.ts", import.meta.url), { workerData: { memory, directory, slowLane } }),
    );
    await Promise.all(workers.map((worker) => once(worker, "online")));
    return new ScanThreads(workers);
  }

  /** Reports what a scanner would; matches of one block together, blocks as they are done. One call at a time. */
  async scan(input: SharedArrayBuffer, { onMatch, signal, onProgress }: ParallelOptions): Promise<void> {
    let next = 0;
    let done = 0;
    const work = async (worker: Worker): Promise<void> => {
      while (next < input.byteLength) {
        signal?.throwIfAborted();
        const offset = next;
        next += BLOCK_BYTES;
        const answer = once(worker, "message") as Promise<[BlockAnswer]>;
        worker.postMessage({ input, offset } satisfies BlockOrder);
        const [{ matches }] = await answer;
        for (let i = 0; i < matches.length; i += 3) onMatch(matches[i]!, matches[i + 1]!, matches[i + 2]!);
        done += Math.min(BLOCK_BYTES, input.byteLength - offset);
        onProgress?.(done);
      }
    };
    const results = await Promise.allSettled(this.#workers.map(work));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
