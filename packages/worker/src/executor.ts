import { Worker } from "node:worker_threads";
import type { HeavyMessage } from "@torrent/core/unstable";

/** Messages to a task thread, and its answers. */
export interface TaskOrder {
  message: HeavyMessage;
  attempt: number;
}
export type TaskAnswer = { ok: true } | { ok: false; kind: string; message: string };

export interface Executor {
  run(order: TaskOrder): Promise<void>;
  close(): Promise<void>;
}

/** A smaller young generation than V8's own choice: 16 MB less for each thread, at the same rate. */
const YOUNG_MB = 16;

interface Thread {
  worker: Worker;
  busy: boolean;
}

/**
 * Runs tasks on threads, so that a pass that computes for minutes does not hold up the heartbeat, and one that runs out
 * of memory or time takes down its thread, not the worker. A thread keeps what it loaded (pattern tables) for the next task.
 */
export const threadExecutor = (options: {
  entry: URL;
  memoryMB: number;
  timeoutSeconds: number;
  signal: AbortSignal;
}): Executor => {
  const idle: Thread[] = [];
  const all = new Set<Thread>();

  const start = (): Thread => {
    const worker = new Worker(options.entry, {
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const thread: Thread = { worker, busy: false };
    all.add(thread);
    return thread;
  };
  const stop = async (thread: Thread): Promise<void> => {
    all.delete(thread);
    await thread.worker.terminate();
  };

  const run = async (order: TaskOrder): Promise<void> => {
    options.signal.throwIfAborted();
    const thread = idle.pop() ?? start();
    try {
      const answer = await ask(thread.worker, order, options);
      idle.push(thread);
      if (!answer.ok) throw Object.assign(new Error(answer.message), { kind: answer.kind });
    } catch (error) {
      if (!idle.includes(thread)) await stop(thread);
      throw error;
    }
  };
  return { run, close: async () => void (await Promise.all([...all].map(stop))) };
};

const ask = (
  worker: Worker,
  order: TaskOrder,
  { timeoutSeconds, signal }: { timeoutSeconds: number; signal: AbortSignal },
): Promise<TaskAnswer> =>
  new Promise((resolve, reject) => {
    const fail = (message: string) => () =>
      end(() => reject(Object.assign(new Error(message), { kind: "thread-died" })));
    const onMessage = (answer: TaskAnswer) => end(() => resolve(answer));
    const onError = (error: Error) => end(() => reject(error));
    const onExit = fail("The task's thread ended before the task did (out of memory?)");
    const onAbort = fail("The worker is stopping; the task returns to its queue");
    const timer = setTimeout(fail(`The task ran for more than ${timeoutSeconds} s`), timeoutSeconds * 1000);
    const end = (then: () => void): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      then();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    signal.addEventListener("abort", onAbort);
    worker.postMessage(order);
  });
