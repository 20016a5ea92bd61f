import { type Transferable, Worker } from "node:worker_threads";

/**
 * Runs inside the thread, one input after another. Text instead of a file, so that a bundle ships the parsers' module
 * only. What the thread prints is its input's doing, and dropped.
 */
const CHILD = `
const { parentPort, workerData } = require("node:worker_threads");
process.stdout.write = process.stderr.write = () => true;
const load = import(workerData);
load.catch(() => {});
parentPort.on("message", async (input) => {
  try {
    const { default: run } = await load;
    parentPort.postMessage({ value: await run(input) });
  } catch (error) {
    parentPort.postMessage({ error: { kind: error?.kind, message: String(error?.message ?? error) } });
  }
});`;

/** How often the memory outside of the heap is looked at; V8's own limits do not count it. */
const WATCH_MS = 200;

export type Answer = { value: unknown } | { error: { kind?: string; message: string } };

/** How a run ended: with an answer of the module's, or without one. */
export type Ending = { answer: Answer } | { died: string } | { timedOut: true } | { aborted: true };

/** A thread that calls the default export of one module; good for further runs for as long as it answers. */
export class Thread {
  readonly #worker: Worker;
  readonly #memoryMB: number;
  runs = 0;

  constructor(module: URL, memoryMB: number) {
    this.#memoryMB = memoryMB;
    this.#worker = new Worker(CHILD, {
      eval: true,
      workerData: module.href,
      resourceLimits: { maxOldGenerationSizeMb: memoryMB, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    this.#worker.on("error", () => {});
  }

  run(input: unknown, seconds: number, transfer: readonly Transferable[], signal?: AbortSignal): Promise<Ending> {
    this.runs++;
    const worker = this.#worker;
    return new Promise((resolve) => {
      const onMessage = (answer: Answer) => end({ answer });
      const onError = (error: Error & { code?: string }) =>
        end({
          died: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? `it needed more than ${this.#memoryMB} MB` : error.message,
        });
      const onExit = (code: number) => end({ died: `it ended with code ${code} and no answer` });
      const onAbort = () => end({ aborted: true });
      const deadline = setTimeout(() => end({ timedOut: true }), seconds * 1000);
      const watch = setInterval(async () => {
        const heap = await worker.getHeapStatistics().catch(() => undefined);
        if (heap && heap.external_memory > this.#memoryMB * 2 ** 20)
          end({ died: `it held more than ${this.#memoryMB} MB of buffers` });
      }, WATCH_MS);
      const end = (ending: Ending): void => {
        clearTimeout(deadline);
        clearInterval(watch);
        signal?.removeEventListener("abort", onAbort);
        worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref();
        resolve(ending);
      };
      worker.on("message", onMessage).on("error", onError).on("exit", onExit).ref();
      signal?.addEventListener("abort", onAbort);
      worker.postMessage(input, transfer);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
