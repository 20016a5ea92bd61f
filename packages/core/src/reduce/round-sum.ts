import * as z from "zod/mini";
import { addCounts, type Counts, type Outcome, outcomes } from "../outcome.ts";
import type { PlannedTask } from "../plan.ts";
import type { Receipt } from "../ports/tally-store.ts";
import { type Factor, greatestFactors } from "../priority/score.ts";
import type { PriorityTable } from "../priority/table.ts";
import { byRef, compare } from "./order.ts";

/** Raise it whenever the sum of the same round may change: stored sums of another version are made again. */
export const ROUND_SUM_VERSION = 1;

/** Failures and defects that a sum keeps one by one; all are counted. */
export const KEPT = 200;

const numbers = z.record(z.string(), z.number());

const FailedTask = z.object({
  component: z.string(),
  name: z.string(),
  pass: z.string(),
  outcome: z.enum(outcomes),
  error: z.optional(z.object({ kind: z.string(), message: z.string() })),
});
export type FailedTask = z.infer<typeof FailedTask>;

const DefectiveResult = z.object({
  component: z.string(),
  name: z.string(),
  pass: z.string(),
  kind: z.string(),
  message: z.string(),
});
export type DefectiveResult = z.infer<typeof DefectiveResult>;

const RankingFactor = z.object({
  name: z.string(),
  value: z.number(),
  weight: z.number(),
  evidence: z.optional(z.string()),
});

/**
 * What every round adds up to, whatever its choreography: how its tasks ended, what they took and counted, and what did not
 * succeed. Sums are added in any order and in any parts with the same result.
 */
export const RoundSum = z.object({
  v: z.literal(ROUND_SUM_VERSION),
  components: z.number(),
  /** By outcome, and `expected`: all of them. */
  tasks: numbers,
  /** Required tasks, and those of them that succeeded: what the package's state goes by. */
  required: z.number(),
  requiredSucceeded: z.number(),
  /** Tasks that left no result, by pass. */
  missing: numbers,
  /** Milliseconds spent in passes; tasks that took several deliveries; tasks of workers, their failures and milliseconds. */
  passMs: z.number(),
  retried: z.number(),
  heavy: z.number(),
  heavyFailed: z.number(),
  heavyMs: z.number(),
  /** What the choreography counts. */
  counts: numbers,
  /** Components by kind. */
  kinds: numbers,
  /** The newest version of each pass that a result is of, and that a plan asks for. */
  passes: numbers,
  planned: numbers,
  /** The greatest factor of each name that a result contributes. */
  factors: z.array(RankingFactor),
  failures: z.object({ total: z.number(), first: z.array(FailedTask) }),
  /** Results that were reported as written and cannot be used. */
  defects: z.object({ total: z.number(), first: z.array(DefectiveResult) }),
});
export type RoundSum = z.infer<typeof RoundSum>;

export const emptyRoundSum = (): RoundSum => ({
  v: ROUND_SUM_VERSION,
  components: 0,
  tasks: { expected: 0, ...Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) },
  required: 0,
  requiredSucceeded: 0,
  missing: {},
  passMs: 0,
  retried: 0,
  heavy: 0,
  heavyFailed: 0,
  heavyMs: 0,
  counts: {},
  kinds: {},
  passes: {},
  planned: {},
  factors: [],
  failures: { total: 0, first: [] },
  defects: { total: 0, first: [] },
});

const more = (into: Record<string, number>, name: string, by: number): void => {
  into[name] = (into[name] ?? 0) + by;
};

const newest = (into: Record<string, number>, pass: string, version: number): void => {
  into[pass] = Math.max(into[pass] ?? 0, version);
};

const byTask = (a: FailedTask | DefectiveResult, b: FailedTask | DefectiveResult): number =>
  byRef(a.component, b.component) || compare(a.pass, b.pass);

const firstOf = <T extends FailedTask | DefectiveResult>(lists: readonly T[]): T[] =>
  lists.length <= 1 ? [...lists] : [...lists].sort(byTask).slice(0, KEPT);

export const addComponent = (sum: RoundSum, kind: string): void => {
  sum.components += 1;
  more(sum.kinds, kind, 1);
};

/** Adds one task as it ended; `outcome` differs from the receipt's where the result cannot be used. */
export const addTask = (sum: RoundSum, task: PlannedTask, outcome: Outcome, receipt: Receipt | undefined): void => {
  const { ms = 0, attempts = 1 } = receipt ?? {};
  const good = outcome === "succeeded";
  more(sum.tasks, "expected", 1);
  more(sum.tasks, outcome, 1);
  sum.passMs += ms;
  if (attempts > 1) sum.retried += 1;
  if (task.route === "worker") {
    sum.heavy += 1;
    sum.heavyMs += ms;
    if (!good && outcome !== "skipped") sum.heavyFailed += 1;
  }
  newest(sum.planned, task.pass, task.version);
  if (!good) more(sum.missing, task.pass, 1);
  if (!task.required) return;
  sum.required += 1;
  if (good) sum.requiredSucceeded += 1;
};

/** Adds what a usable result counts and contributes. */
export const addResult = (
  sum: RoundSum,
  { pass, version, counts, factors }: { pass: string; version: number; counts: Counts; factors: readonly Factor[] },
  table: PriorityTable,
): void => {
  newest(sum.passes, pass, version);
  sum.counts = { ...addCounts(sum.counts, counts) };
  if (factors.length > 0) sum.factors = sorted(greatestFactors([...sum.factors, ...factors], table));
};

const sorted = (factors: readonly Factor[]): RoundSum["factors"] =>
  factors.toSorted((a, b) => compare(a.name, b.name)).map((factor) => ({ ...factor }));

export const addFailure = (sum: RoundSum, failed: FailedTask): void => {
  sum.failures.total += 1;
  sum.failures.first.push(failed);
  if (sum.failures.first.length >= 2 * KEPT) sum.failures.first = firstOf(sum.failures.first);
};

export const addDefect = (sum: RoundSum, defect: DefectiveResult): void => {
  sum.defects.total += 1;
  sum.defects.first.push(defect);
  if (sum.defects.first.length >= 2 * KEPT) sum.defects.first = firstOf(sum.defects.first);
};

/** The sum as it is stored: the lists cut, in their order. */
export const finishedSum = (sum: RoundSum): RoundSum => ({
  ...sum,
  failures: { total: sum.failures.total, first: firstOf(sum.failures.first) },
  defects: { total: sum.defects.total, first: firstOf(sum.defects.first) },
});

const added = [
  "components",
  "required",
  "requiredSucceeded",
  "passMs",
  "retried",
  "heavy",
  "heavyFailed",
  "heavyMs",
] as const;

/** Adds `part` to `into`. */
export const mergeRoundSums = (into: RoundSum, part: RoundSum, table: PriorityTable): void => {
  for (const name of added) into[name] += part[name];
  for (const name of ["tasks", "missing", "kinds", "counts"] as const)
    for (const [key, value] of Object.entries(part[name])) more(into[name], key, value);
  for (const name of ["passes", "planned"] as const)
    for (const [pass, version] of Object.entries(part[name])) newest(into[name], pass, version);
  if (part.factors.length > 0) into.factors = sorted(greatestFactors([...into.factors, ...part.factors], table));
  into.failures = {
    total: into.failures.total + part.failures.total,
    first: firstOf([...into.failures.first, ...part.failures.first]),
  };
  into.defects = {
    total: into.defects.total + part.defects.total,
    first: firstOf([...into.defects.first, ...part.defects.first]),
  };
};

/** Passes without a result, with the planned version. */
export const passesWithoutResult = ({ planned, passes }: RoundSum, pseudo: readonly string[]): Record<string, number> =>
  Object.fromEntries(Object.entries(planned).filter(([pass]) => passes[pass] === undefined && !pseudo.includes(pass)));
