/** How a task ends, once. `succeeded` is the only one after which a result exists. */
export const outcomes = ["succeeded", "failed", "skipped", "expired", "cancelled"] as const;
export type Outcome = (typeof outcomes)[number];

/** What the tally tree sums: how many tasks ended how, and what they took. Sums climb exactly, see `tally/settle.ts`. */
export interface Totals {
  succeeded: number;
  failed: number;
  skipped: number;
  expired: number;
  cancelled: number;
  /** Milliseconds spent in passes, summed over tasks. */
  ms: number;
  /** Findings and entities that the results hold, summed over tasks. */
  findings: number;
  entities: number;
  /**
   * Tasks that took more than one delivery; tasks of the route `fargate`, those of them that did not end well, and their part
   * of `ms`. Counted when a component's node is full and climbs, so that they are 0 in the nodes of level 0.
   */
  retried: number;
  heavy: number;
  heavyFailed: number;
  heavyMs: number;
}

export const totalKeys = [
  ...outcomes,
  "ms",
  "findings",
  "entities",
  "retried",
  "heavy",
  "heavyFailed",
  "heavyMs",
] as const satisfies readonly (keyof Totals)[];

export const noTotals = (): Totals => ({
  succeeded: 0,
  failed: 0,
  skipped: 0,
  expired: 0,
  cancelled: 0,
  ms: 0,
  findings: 0,
  entities: 0,
  retried: 0,
  heavy: 0,
  heavyFailed: 0,
  heavyMs: 0,
});

export const addTotals = (a: Totals, b: Totals): Totals => {
  const sum = noTotals();
  for (const key of totalKeys) sum[key] = a[key] + b[key];
  return sum;
};

/** Settled tasks of any outcome. */
export const settledTasks = (t: Totals): number => outcomes.reduce((sum, outcome) => sum + t[outcome], 0);

/** A component (or a whole subtree) counts as failed if any task below it did not end well. */
export const hasFailure = (t: Totals): boolean => t.failed + t.expired + t.cancelled > 0;
