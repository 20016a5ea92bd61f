import type { Random } from "../engine/random.ts";
import type { PassProfile, Workload } from "../workload.ts";

/** Expected seconds and megabytes of a pass over some bytes: what the router goes by. */
export const estimate = (pass: PassProfile, bytes: number) => ({
  seconds: pass.seconds + bytes / pass.bytesPerSecond,
  memoryMB: pass.memoryMB + pass.memoryPerByte * bytes,
});

export const isHeavy = (pass: PassProfile, bytes: number, { route }: Pick<Workload, "route">): boolean => {
  const { seconds, memoryMB } = estimate(pass, bytes);
  return seconds >= route.seconds || memoryMB >= route.memoryMB;
};

/** Draws around an expectation, whose mean it keeps. */
export const spreader = (spread: number, random: Random): ((seconds: number) => number) =>
  spread === 0
    ? (seconds) => seconds
    : (seconds) => seconds * Math.exp(spread * random.normal() - (spread * spread) / 2);

/** Seconds until a failed delivery is tried again, as the stages do: half a minute, four minutes, 32 minutes. */
export const retrySeconds = (attempt: number): number => 30 * 8 ** Math.min(2, attempt - 1);
