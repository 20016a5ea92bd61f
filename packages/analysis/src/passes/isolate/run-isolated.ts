import type { Transferable } from "node:worker_threads";
import { TerminalError } from "@torrent/core/unstable";
import { Thread } from "./thread.ts";

export interface Isolation {
  /** Names what is parsed in errors, e.g. `pdf`. */
  subject: string;
  /** Limit of the thread's heap, and apart from it of its memory outside of the heap (buffers). */
  memoryMB: number;
  /** Wall time for the whole run, start of the thread included. */
  seconds: number;
  signal?: AbortSignal;
  /** Buffers inside `input` that are moved instead of copied; the caller can't read them afterwards. */
  transfer?: readonly Transferable[];
}

/** A thread is kept for the next run of the same module, so that small inputs do not each pay for its start. */
const idle = new Map<string, Thread>();
/** What parsers leak ends with their thread. */
const RUNS = 500;

const keep = async (key: string, thread: Thread): Promise<void> => {
  if (thread.runs < RUNS && !idle.has(key)) idle.set(key, thread);
  else await thread.stop();
};

/**
 * Calls the default export of `module` (`(input) => output`, both structured-cloneable) in a thread of its own, so
 * that a hostile input can take down that thread only.
 *
 * Throws `TerminalError`: `parser-timeout` past `seconds`, `parser-died` where the thread ran out of memory or ended
 * without an answer, the error's own kind or `parser-failed` where the export threw. Rethrows the signal's reason.
 */
export const runIsolated = async <T>(module: URL, input: unknown, options: Isolation): Promise<T> => {
  const { subject, memoryMB, seconds, signal, transfer = [] } = options;
  signal?.throwIfAborted();
  const key = `${memoryMB} ${module.href}`;
  const thread = idle.get(key) ?? new Thread(module, memoryMB);
  idle.delete(key);
  const ending = await thread.run(input, seconds, transfer, signal);
  if ("answer" in ending) {
    await keep(key, thread);
    const { answer } = ending;
    if ("value" in answer) return answer.value as T;
    throw new TerminalError(answer.error.kind ?? "parser-failed", `${subject}: ${answer.error.message}`);
  }
  await thread.stop();
  if ("died" in ending)
    throw new TerminalError(
      "parser-died",
      `The ${subject} parser died: ${ending.died}; the file may be hostile or damaged`,
    );
  if ("timedOut" in ending)
    throw new TerminalError("parser-timeout", `The ${subject} parser took longer than ${seconds} s`);
  throw signal?.reason;
};

/** Ends the threads that are kept. */
export const stopIsolated = async (): Promise<void> => {
  const threads = [...idle.values()];
  idle.clear();
  await Promise.all(threads.map((thread) => thread.stop()));
};
