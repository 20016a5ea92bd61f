/**
 * A package's status by its required tasks: `complete` while no more than the tolerated percentage failed, `failed`
 * when none succeeded, `partial` between. Optional passes are reported and change nothing. A task skipped after a failed
 * one counts with it; a package without tasks is complete.
 */
export const statusOf = (
  { required, requiredSucceeded }: { required: number; requiredSucceeded: number },
  toleratedFailurePercent: number,
): "complete" | "partial" | "failed" => {
  const failedPercent = required === 0 ? 0 : (100 * (required - requiredSucceeded)) / required;
  if (failedPercent <= toleratedFailurePercent) return "complete";
  return requiredSucceeded === 0 ? "failed" : "partial";
};
