/** According to the tally tree: `done` and `failed` are settled, `missing` is not. */
export const componentStatuses = ["done", "failed", "missing"] as const;
export type ComponentStatus = (typeof componentStatuses)[number];
