/** How a task ends, once. `succeeded` is the only outcome after which a result exists. */
export const outcomes = ["succeeded", "failed", "skipped", "expired", "cancelled"] as const;
/** How a task ended; see {@link outcomes}. */
export type Outcome = (typeof outcomes)[number];

/** What a choreography counts, by its own names, such as `{ findings: 3 }`. A name that is absent counts 0. */
export type Counts = Readonly<Record<string, number>>;

/** A choreography counts at most this many things: each is one attribute of every node, and a node stays below 1 KB. */
export const MAX_COUNTS = 8;
/** Short, and an attribute name that DynamoDB takes as it is. */
export const COUNT_NAME = /^[a-z][a-zA-Z0-9]{0,15}$/;

/** What the tally tree sums: how many tasks ended how, and what they took. Sums climb exactly, see `tally/settle.ts`. */
export interface Totals {
  succeeded: number;
  failed: number;
  skipped: number;
  expired: number;
  cancelled: number;
  /** Milliseconds spent in passes, summed over tasks. */
  ms: number;
  /**
   * Tasks that took more than one delivery; tasks that a worker ran, those of them that did not end well, and their part
   * of `ms`. Counted when a component's node is full and climbs, so that they are 0 in the nodes of level 0.
   */
  retried: number;
  heavy: number;
  heavyFailed: number;
  heavyMs: number;
  /** What the choreography counts, summed over tasks. */
  counts: Counts;
}

/** The sums that every choreography has. */
export const sumKeys = [
  ...outcomes,
  "ms",
  "retried",
  "heavy",
  "heavyFailed",
  "heavyMs",
] as const satisfies readonly Exclude<keyof Totals, "counts">[];

export const noTotals = (): Totals => ({
  succeeded: 0,
  failed: 0,
  skipped: 0,
  expired: 0,
  cancelled: 0,
  ms: 0,
  retried: 0,
  heavy: 0,
  heavyFailed: 0,
  heavyMs: 0,
  counts: {},
});

/** The sums by name, zeros left out. */
export const addCounts = (a: Counts, b: Counts): Counts => {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) if (count !== 0) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

export const addTotals = (a: Totals, b: Totals): Totals => {
  const sum = noTotals();
  for (const key of sumKeys) sum[key] = a[key] + b[key];
  sum.counts = addCounts(a.counts, b.counts);
  return sum;
};

/** Settled tasks of any outcome. */
export const settledTasks = (t: Totals): number => outcomes.reduce((sum, outcome) => sum + t[outcome], 0);

/** A component (or a whole subtree) counts as failed if any task below it did not end well. */
export const hasFailure = (t: Totals): boolean => t.failed + t.expired + t.cancelled > 0;

/** Everything that was counted, whatever its name. */
export const countedTotal = ({ counts }: Pick<Totals, "counts">): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
