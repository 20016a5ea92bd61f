import { type Cloud, failureOf, type QueueName, queueSpec } from "@torrent/core";

/** Keeps a message invisible to others while `work` runs, by renewing its visibility at a third of it. */
export const holdWhile = async <T>(
  cloud: Cloud,
  queue: QueueName,
  receipt: string,
  work: () => Promise<T>,
): Promise<T> => {
  const { visibility } = queueSpec(queue);
  const ended = new AbortController();
  const renewing = (async () => {
    const every = (visibility * 1000) / 3;
    for (
      await cloud.clock.sleep(every, ended.signal);
      !ended.signal.aborted;
      await cloud.clock.sleep(every, ended.signal)
    )
      // A renewal that fails is tried again at the next third; two in a row still leave the message held.
      await cloud.queues
        .extend(queue, receipt, visibility)
        .catch((error: unknown) => cloud.log("warn", "renewal-failed", { queue, ...failureOf(error) }));
  })();
  try {
    return await work();
  } finally {
    ended.abort();
    await renewing;
  }
};
