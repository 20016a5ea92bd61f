import type { GatheredComponent } from "./gather.ts";

/**
 * What a package's required tasks say of it: `complete` while no more than the tolerated percentage failed, `failed`
 * when none succeeded, `partial` between. Optional passes are reported and change nothing. A task skipped after a failed
 * one counts with it; a package without tasks is complete.
 */
export const statusOf = (
  components: readonly GatheredComponent[],
  toleratedFailurePercent: number,
): "complete" | "partial" | "failed" => {
  let required = 0;
  let succeeded = 0;
  for (const { tasks } of components)
    for (const { task, receipt } of tasks) {
      if (!task.required) continue;
      required += 1;
      if (receipt?.outcome === "succeeded") succeeded += 1;
    }
  const failedPercent = required === 0 ? 0 : (100 * (required - succeeded)) / required;
  if (failedPercent <= toleratedFailurePercent) return "complete";
  return succeeded === 0 ? "failed" : "partial";
};
