import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock, Log, Random } from "../ports/runtime.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    wait(Math.max(0, ms), undefined, { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    }),
};

export const systemRandom: Random = { id: () => randomUUID(), fraction: () => Math.random() };

/** One JSON object per line on stdout: what CloudWatch Logs Insights reads as fields. */
export const jsonLog =
  (write: (line: string) => void = (line) => process.stdout.write(line)): Log =>
  (level, event, fields = {}) =>
    write(`${JSON.stringify({ level, event, ...fields })}\n`);
