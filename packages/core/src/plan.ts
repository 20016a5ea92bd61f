import * as z from "zod/mini";
import { TerminalError } from "./errors.ts";
import type { Outcome } from "./outcome.ts";

/** Where a task runs: in a function, pushed to it by its queue, or on a worker, which pulls. */
export const routes = ["function", "worker"] as const;
export type Route = (typeof routes)[number];
export const lanes = ["urgent", "standard"] as const;
export type Lane = (typeof lanes)[number];

/** One chain is at most 8 passes deep: Lambda's recursion guard cuts a function that feeds its own queue after 16 hops. */
export const MAX_CHAIN = 8;
/** A component's node stays one small item. */
export const MAX_TASKS = 16;

/** A level-0 node stays near 1 KB, so that settling a task costs one write unit. */
export const PLAN_NAME_LIMIT = 120;

/** One task of a plan; its place in the plan is its child number in the component's node. */
export const PlannedTask = z.object({
  pass: z.string(),
  version: z.int(),
  /** Child numbers of the tasks that must be settled before this one. */
  after: z.array(z.int()),
  route: z.enum(routes),
  lane: z.enum(lanes),
  /** What was expected of it; receipts hold what it took. */
  seconds: z.number(),
  required: z.boolean(),
  /** Settled as failed by classification itself: what intake could not open. */
  defect: z.optional(z.object({ kind: z.string(), message: z.string() })),
});
export type PlannedTask = z.infer<typeof PlannedTask>;

/** The passes one component goes through: a small DAG, immutable once written. */
export const Plan = z.object({
  component: z.string(),
  /** SHA-256 of the component's bytes, and its kind: what results are addressed by. */
  sha256: z.string(),
  kind: z.string(),
  bytes: z.int(),
  /** Provenance, shortened to {@link PLAN_NAME_LIMIT} characters; whole on the component's object. */
  name: z.string(),
  /** Its score at classification; what its results add may lift later tasks into the urgent lane. */
  points: z.optional(z.number()),
  tasks: z.array(PlannedTask),
});
export type Plan = z.infer<typeof Plan>;

/** The name of the pseudo-pass under which a component that intake could not open counts as a failed task. */
export const EXTRACT = "extract";

/** What ordering needs to know of a pass. */
interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
  readonly afterIfPlanned: readonly string[];
}

/** Orders passes so that each comes after those it reads; throws where they form a ring. */
export const topological = <P extends Ordered>(passes: readonly P[]): P[] => {
  const byName = new Map(passes.map((pass) => [pass.name, pass]));
  const done = new Map<string, number>();
  const order: P[] = [];
  const visit = (pass: P, path: readonly string[]): number => {
    if (path.includes(pass.name)) throw new TypeError(`Passes form a ring: ${[...path, pass.name].join(" → ")}`);
    const known = done.get(pass.name);
    if (known !== undefined) return known;
    const before = [...pass.after, ...pass.afterIfPlanned].flatMap((name) => byName.get(name) ?? []);
    const depth = 1 + Math.max(0, ...before.map((p) => visit(p, [...path, pass.name])));
    if (depth > MAX_CHAIN)
      throw new TypeError(`The chain to "${pass.name}" is ${depth} passes deep; at most ${MAX_CHAIN}`);
    done.set(pass.name, depth);
    order.push(pass);
    return depth;
  };
  for (const pass of passes) visit(pass, []);
  return order;
};

export const assertPlan = (plan: Plan): Plan => {
  if (plan.tasks.length > MAX_TASKS)
    throw new TerminalError(
      "plan-too-large",
      `${plan.tasks.length} tasks for one component; a plan holds at most ${MAX_TASKS}: accept it in fewer passes, or choose among them in classify`,
    );
  plan.tasks.forEach((task, child) => {
    for (const before of task.after)
      if (before < 0 || before >= child)
        throw new TerminalError("plan-malformed", `Task ${child} (${task.pass}) comes after task ${before}`);
  });
  return plan;
};

/**
 * Unsettled tasks whose predecessors are all settled; those after a task that left no result are set apart, to be
 * settled as skipped.
 */
export const ready = (
  plan: Plan,
  receipts: ReadonlyMap<number, { outcome: Outcome }>,
): { run: number[]; skip: number[] } => {
  const run: number[] = [];
  const skip: number[] = [];
  plan.tasks.forEach((task, child) => {
    if (receipts.has(child) || !task.after.every((before) => receipts.has(before))) return;
    if (task.after.some((before) => receipts.get(before)?.outcome !== "succeeded")) skip.push(child);
    else run.push(child);
  });
  return { run, skip };
};

const CLASSIFY = "classify";

/** The plan of a component that classification never reached, or could not plan: one task, the classification itself. */
export const unplanned = (component: string): Plan => ({
  component,
  sha256: "",
  kind: "unknown",
  bytes: 0,
  name: component,
  tasks: [{ pass: CLASSIFY, version: 1, after: [], route: "function", lane: "standard", seconds: 0, required: true }],
});

/** Is it the placeholder of {@link unplanned}? Then a later round has to classify the component first. */
export const isUnplanned = ({ sha256, tasks }: Plan): boolean => sha256 === "" && tasks[0]?.pass === CLASSIFY;
