import { failureOf } from "../../errors.ts";
import type { Cloud } from "../../ports/cloud.ts";

/** Calls `beat` every `everyMs` while `work` runs; an error of one beat is logged, and the next one tries again. */
export const beatWhile = async <T>(
  { clock, log }: Pick<Cloud, "clock" | "log">,
  everyMs: number,
  beat: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> => {
  const ended = new AbortController();
  const beating = (async () => {
    for (await clock.sleep(everyMs, ended.signal); !ended.signal.aborted; await clock.sleep(everyMs, ended.signal))
      await beat().catch((error: unknown) => log("warn", "beat-failed", { ...failureOf(error) }));
  })();
  try {
    return await work();
  } finally {
    ended.abort();
    await beating;
  }
};

/**
 * Keeps a message that was received for `seconds` invisible to others while `work` runs, by renewing that at a third of
 * it: two renewals may fail in a row, and who dies is replaced after `seconds`.
 */
export const holdWhile = <T>(
  cloud: Cloud,
  { queue, receipt, seconds }: { queue: string; receipt: string; seconds: number },
  work: () => Promise<T>,
): Promise<T> => beatWhile(cloud, (seconds * 1000) / 3, () => cloud.queues.extend(queue, receipt, seconds), work);
