import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "@torrent/core/unstable";

/** How late a message that another process sent may be noticed. */
const POLL_MS = 50;

/**
 * Wakes those who wait for a queue that may have something new.
 *
 * A send by this cloud, or one passed on by {@link Wake.ring}, wakes at once; what another process wrote is noticed
 * within {@link POLL_MS} by SQLite's own change counter, which is looked at only while somebody waits.
 */
export interface Wake {
  ring(queue: string): void;
  /** Resolves once the queue was rung, another process wrote, `ms` passed or the signal was aborted. */
  wait(queue: string, ms: number, signal?: AbortSignal): Promise<void>;
  /** Hears every queue that this cloud sends to; returns how to stop. */
  onRing(listener: (queue: string) => void): () => void;
  close(): void;
}

export const wake = (db: DatabaseSync, clock: Clock): Wake => {
  const waiting = new Map<string, Set<() => void>>();
  const listeners = new Set<(queue: string) => void>();
  const version = db.prepare("PRAGMA data_version");
  let seen: unknown;
  let timer: NodeJS.Timeout | undefined;

  const release = (queue: string): void => {
    const callers = waiting.get(queue);
    if (!callers) return;
    waiting.delete(queue);
    for (const go of callers) go();
  };
  const look = (): void => {
    const now = version.get()?.data_version;
    if (now === seen) return;
    seen = now;
    for (const queue of [...waiting.keys()]) release(queue);
  };
  const rest = (): void => {
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    ring(queue) {
      release(queue);
      for (const listener of listeners) listener(queue);
    },
    async wait(queue, ms, signal) {
      if (signal?.aborted || !db.isOpen) return;
      timer ??= setInterval(look, POLL_MS).unref();
      const over = new AbortController();
      const until = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
      await new Promise<void>((resolve) => {
        const callers = waiting.get(queue) ?? new Set();
        waiting.set(queue, callers.add(resolve));
        clock.sleep(ms, until).then(() => {
          callers.delete(resolve);
          if (callers.size === 0 && waiting.get(queue) === callers) waiting.delete(queue);
          resolve();
        });
      });
      over.abort();
      rest();
    },
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      for (const queue of [...waiting.keys()]) release(queue);
    },
  };
};
