import * as z from "zod/mini";
import type { Classification } from "../../choreography/classification.ts";
import type { Estimate, Pass } from "../../choreography/define-pass.ts";
import { suggestion } from "../../choreography/options.ts";
import type { ComponentFacts } from "../../component.ts";
import { failureOf, isTerminal, TerminalError } from "../../errors.ts";
import {
  assertPlan,
  EXTRACT,
  type Lane,
  PLAN_NAME_LIMIT,
  type Plan,
  type PlannedTask,
  type Route,
  routes,
  topological,
} from "../../plan.ts";
import { kindFactor } from "../../priority/kind.ts";
import { type Factor, score } from "../../priority/score.ts";
import type { PriorityTable } from "../../priority/table.ts";
import { checked } from "../../schema.ts";
import type { Planning } from "../pipeline.ts";
import { estimateOf } from "./estimates.ts";

/** Under five minutes and under 3 GB goes to a function; everything else is pulled by a worker. */
export const FUNCTION_SECONDS = 300;
export const FUNCTION_MEMORY_MB = 3000;

export const route = (
  estimate: Estimate,
  limit: Estimate = { seconds: FUNCTION_SECONDS, memoryMB: FUNCTION_MEMORY_MB },
): Route => (estimate.seconds < limit.seconds && estimate.memoryMB < limit.memoryMB ? "function" : "worker");

/** The table's `urgentFrom` is lower than the band `high`: what results will say is not known yet. */
export const laneOf = (points: number, { urgentFrom }: Pick<PriorityTable, "urgentFrom">): Lane =>
  points >= urgentFrom ? "urgent" : "standard";

type Passes = Planning["passes"];

/** The passes that a classification names, and all that they come after. */
const withPredecessors = (passes: Passes, names: readonly string[]): ReadonlySet<string> => {
  const chosen = new Set<string>();
  const visit = (name: string): void => {
    const pass = passes.get(name);
    if (!pass)
      throw new TerminalError(
        "unknown-pass",
        `classify names the pass "${name}"${suggestion(name, [...passes.keys()])}`,
      );
    if (chosen.has(name)) return;
    chosen.add(name);
    for (const before of pass.after) visit(before);
  };
  for (const name of names) visit(name);
  return chosen;
};

/** Passes for a component, each after those it reads; one whose input no pass makes is left out. */
const chosenPasses = (passes: Passes, component: ComponentFacts, { passes: names }: Classification): Pass[] => {
  const allowed = names && withPredecessors(passes, names);
  const planned = new Set<string>();
  return topological([...passes.values()]).filter((pass) => {
    if ((allowed && !allowed.has(pass.name)) || !pass.accepts(component)) return false;
    if (!pass.after.every((before) => planned.has(before))) return false;
    planned.add(pass.name);
    return true;
  });
};

/** The end of a path says more than its middle. */
const shortName = (name: string): string =>
  name.length <= PLAN_NAME_LIMIT
    ? name
    : `${name.slice(0, 30)}…${name.slice(name.length - PLAN_NAME_LIMIT + 31)}`.toWellFormed();

const Decision = z.strictObject({
  passes: z.optional(z.readonly(z.array(z.string()))),
  route: z.optional(z.string()),
  weight: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});

/** What `classify` decides. It is a pure function: what it throws, or what is wrong with its answer, no retry would change. */
const decisionOf = (classify: Planning["classify"], component: ComponentFacts): Classification => {
  let answer: unknown;
  try {
    answer = classify(component);
  } catch (cause) {
    if (isTerminal(cause)) throw cause;
    throw new TerminalError("classify-failed", `classify threw: ${failureOf(cause).message}`, { cause });
  }
  if (answer instanceof Promise) {
    answer.catch(() => {});
    throw new TerminalError("invalid-classification", "classify returned a promise; it must not be async");
  }
  const parsed = checked(Decision, answer);
  if (parsed.ok) return parsed.value as Classification;
  throw new TerminalError("invalid-classification", `classify must return { passes, route, weight }: ${parsed.why}`);
};

/**
 * The plan: a pure function of the component, the choreography, and the factors that rank it.
 *
 * @throws TerminalError where `classify` names a pass that the choreography does not have, or the plan is too large.
 */
export const planFor = (
  ref: string,
  component: ComponentFacts,
  { passes, classify, priority, estimates }: Pick<Planning, "passes" | "classify" | "priority" | "estimates">,
  factors: readonly Factor[],
): Plan => {
  const decision = decisionOf(classify, component);
  if (decision.route !== undefined && !routes.includes(decision.route))
    throw new TerminalError(
      "unknown-route",
      `classify names the route "${decision.route}"${suggestion(decision.route, routes)}`,
    );
  const ranked = [...factors, kindFactor([component.kind], priority, decision.weight)];
  const { score: points } = score(ranked, priority);
  const lane = laneOf(points, priority);
  const order = component.bytes === 0 ? [] : chosenPasses(passes, component, decision);
  const place = new Map(order.map((pass, index) => [pass.name, index]));
  const tasks = order.map((pass): PlannedTask => {
    const estimate = estimateOf(pass, component, estimates);
    return {
      pass: pass.name,
      version: pass.version,
      after: [...pass.after, ...pass.afterIfPlanned].flatMap((name) => place.get(name) ?? []),
      route: decision.route ?? route(estimate),
      lane,
      seconds: Math.round(estimate.seconds * 100) / 100,
      required: pass.required,
    };
  });
  const { defect } = component;
  if (defect)
    tasks.push({ pass: EXTRACT, version: 1, after: [], route: "function", lane, seconds: 0, required: true, defect });
  const { sha256, kind, bytes, name } = component;
  return assertPlan({ component: ref, sha256, kind, bytes, name: shortName(name), points, tasks });
};
