import { type Cloud, failureOf } from "@torrent/core/unstable";

/** Runs `work` at once and then every `seconds` until stopped; one run at a time, and a failed one is only logged. */
export const every = async (
  cloud: Cloud,
  name: string,
  seconds: number,
  stopping: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> => {
  while (!stopping.aborted) {
    try {
      await work();
    } catch (error) {
      cloud.log("error", "schedule-failed", { name, ...failureOf(error) });
    }
    await cloud.clock.sleep(seconds * 1000, stopping);
  }
};
