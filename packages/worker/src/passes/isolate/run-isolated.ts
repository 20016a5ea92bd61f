import { type Transferable, Worker } from "node:worker_threads";
import { TerminalError } from "@torrent/core";

export interface Isolation {
  /** Names what is parsed in errors, e.g. `pdf`. */
  subject: string;
  /** Limit of the thread's heap, and apart from it of its memory outside the heap (buffers). */
  memoryMB: number;
  /** Wall time for the whole run, start of the thread included. */
  seconds: number;
  signal?: AbortSignal;
  /** Buffers inside `input` that are moved instead of copied; the caller can't read them afterwards. */
  transfer?: readonly Transferable[];
}

/** How often the memory outside the heap is looked at; V8's own limits do not count it. */
const WATCH_MS = 200;

/** Runs inside the thread. Text instead of a file, so that a bundle needs to ship the parsers' module only. */
const CHILD = `
const { parentPort, workerData } = require("node:worker_threads");
parentPort.once("message", async (input) => {
  try {
    const { default: run } = await import(workerData);
    parentPort.postMessage({ value: await run(input) });
  } catch (error) {
    parentPort.postMessage({ error: { kind: error?.kind, message: String(error?.message ?? error) } });
  }
});`;

interface Answer<T> {
  value?: T;
  error?: { kind?: string; message: string };
}

/**
 * Calls the default export of `module` (`(input) => output`, both structured-cloneable) in a thread of its own, so
 * that a hostile input can take down that thread only.
 *
 * Throws `TerminalError`: `parser-timeout` past `seconds`, `parser-died` where the thread ran out of memory or ended
 * without an answer, the error's own kind or `parser-failed` where the export threw. Rethrows the signal's reason.
 */
export const runIsolated = async <T>(module: URL, input: unknown, options: Isolation): Promise<T> => {
  const { subject, memoryMB, seconds, signal } = options;
  signal?.throwIfAborted();
  const worker = new Worker(CHILD, {
    eval: true,
    workerData: module.href,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMB, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  const timers: NodeJS.Timeout[] = [];
  let abort: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const died = (why: string) =>
        reject(
          new TerminalError("parser-died", `The ${subject} parser died: ${why}. The file may be hostile or damaged`),
        );
      worker.once("error", (error: Error & { code?: string }) =>
        died(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? `it needed more than ${memoryMB} MB` : error.message),
      );
      worker.once("exit", (code) => died(`it ended with code ${code} and no answer`));
      worker.once("message", ({ value, error }: Answer<T>) =>
        error
          ? reject(new TerminalError(error.kind ?? "parser-failed", `${subject}: ${error.message}`))
          : resolve(value as T),
      );
      timers.push(
        setTimeout(
          () => reject(new TerminalError("parser-timeout", `The ${subject} parser took longer than ${seconds} s`)),
          seconds * 1000,
        ),
        setInterval(async () => {
          const heap = await worker.getHeapStatistics().catch(() => undefined);
          if (heap && heap.external_memory > memoryMB * 2 ** 20) died(`it held more than ${memoryMB} MB of buffers`);
        }, WATCH_MS),
      );
      abort = () => reject(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      worker.postMessage(input, options.transfer ?? []);
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    if (abort) signal?.removeEventListener("abort", abort);
    worker.removeAllListeners();
    worker.on("error", () => {});
    await worker.terminate();
  }
};
