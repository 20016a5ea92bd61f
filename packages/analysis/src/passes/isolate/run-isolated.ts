import { availableParallelism } from "node:os";
import { TerminalError } from "@torrent/core/unstable";
import { Child } from "./child.ts";

export interface Isolation {
  /** Names what is parsed in errors, e.g. `pdf`. */
  subject: string;
  /** Limit of the process's heap, and apart from it of its memory outside of the heap (buffers). */
  memoryMB: number;
  /** Wall time for the whole run, start of the process included. */
  seconds: number;
  signal?: AbortSignal;
}

interface Idle {
  key: string;
  child: Child;
  retirement: NodeJS.Timeout;
}

/** Processes that wait for the next run of their module, so that small inputs do not each pay for a start. */
const idle: Idle[] = [];
/** What parsers leak ends with their process. */
const RUNS = 500;
/** A process that nobody needs gives its memory back. */
const IDLE_SECONDS = 30;
const MAX_IDLE = availableParallelism();
let isStoppedAtExit = false;

const take = (key: string): Child | undefined => {
  for (let at = idle.findLastIndex((known) => known.key === key); at >= 0; at--) {
    const [known] = idle[at]?.key === key ? idle.splice(at, 1) : [];
    if (!known) continue;
    clearTimeout(known.retirement);
    if (known.child.alive) return known.child;
  }
  return undefined;
};

const keep = async (key: string, child: Child): Promise<void> => {
  if (child.runs >= RUNS || idle.length >= MAX_IDLE) return child.stop();
  const retire = async (): Promise<void> => {
    idle.splice(idle.indexOf(known), 1);
    await child.stop();
  };
  // A thread that ends without waiting for its processes leaves an entry of each in the process table.
  if (!isStoppedAtExit) process.once("beforeExit", stopIsolated);
  isStoppedAtExit = true;
  const known = { key, child, retirement: setTimeout(retire, IDLE_SECONDS * 1000).unref() };
  idle.push(known);
};

/**
 * Calls the default export of `module` (`(input) => output`, both structured-cloneable) in a process of its own, so
 * that a hostile input can take down that process only, native code and V8's own fatal errors included.
 *
 * Throws `TerminalError`: `parser-timeout` past `seconds`, `parser-died` where the process ran out of memory or ended
 * without an answer, the error's own kind or `parser-failed` where the export threw. Rethrows the signal's reason.
 * A process that cannot be started (no descriptors, no memory) is an ordinary error, which a retry may mend.
 */
export const runIsolated = async <T>(module: URL, input: unknown, options: Isolation): Promise<T> => {
  const { subject, memoryMB, seconds, signal } = options;
  signal?.throwIfAborted();
  const key = `${memoryMB} ${module.href}`;
  let child = take(key) ?? new Child(module, memoryMB);
  let ending = await child.run(input, seconds, signal);
  if ("died" in ending && child.runs > 1) {
    // It may have died of what an earlier input left behind.
    child = new Child(module, memoryMB);
    ending = await child.run(input, seconds, signal);
  }
  if ("answer" in ending) {
    await keep(key, child);
    const { answer } = ending;
    if ("value" in answer) return answer.value as T;
    throw new TerminalError(answer.error.kind ?? "parser-failed", `${subject}: ${answer.error.message}`);
  }
  await child.stop();
  if ("died" in ending)
    throw new TerminalError(
      "parser-died",
      `The ${subject} parser died: ${ending.died}; the file may be hostile or damaged`,
    );
  if ("timedOut" in ending)
    throw new TerminalError("parser-timeout", `The ${subject} parser took longer than ${seconds} s`);
  if ("unavailable" in ending)
    throw new Error(`No process could be started for the ${subject} parser: ${ending.unavailable.message}`, {
      cause: ending.unavailable,
    });
  throw signal?.reason;
};

/** Ends the processes that are kept. */
export const stopIsolated = async (): Promise<void> => {
  const all = idle.splice(0);
  for (const { retirement } of all) clearTimeout(retirement);
  await Promise.all(all.map(({ child }) => child.stop()));
};
