import type { ComponentFacts } from "../../component.ts";
import type { Estimate, Pass, PassRegistry } from "../../pass.ts";
import {
  assertPlan,
  EXTRACT,
  type Lane,
  PLAN_NAME_LIMIT,
  type Plan,
  type PlannedTask,
  type Route,
  topological,
} from "../../plan.ts";
import { kindFactor } from "../../priority/evidence.ts";
import { type Factor, score } from "../../priority/score.ts";
import { type PriorityTable, priorityTable } from "../../priority/table.ts";
import { type EstimateTable, estimateOf } from "./estimates.ts";
import type { ClassificationRule } from "./rule.ts";

/** Under five minutes and under 3 GB goes to Lambda; everything else is pulled by a worker. */
export const LAMBDA_SECONDS = 300;
export const LAMBDA_MEMORY_MB = 3000;

export const route = (estimate: Estimate): Route =>
  estimate.seconds < LAMBDA_SECONDS && estimate.memoryMB < LAMBDA_MEMORY_MB ? "lambda" : "fargate";

/** The table's `urgentFrom` is lower than the band `high`: what results will say is not known yet. */
export const laneOf = (points: number, { urgentFrom }: Pick<PriorityTable, "urgentFrom"> = priorityTable): Lane =>
  points >= urgentFrom ? "urgent" : "standard";

export const matchingRule = (
  rules: readonly ClassificationRule[],
  component: ComponentFacts,
): ClassificationRule | undefined =>
  rules.find(
    (rule) =>
      (!rule.kinds || rule.kinds.includes(component.kind)) &&
      component.bytes >= (rule.minBytes ?? 0) &&
      component.bytes <= (rule.maxBytes ?? Number.POSITIVE_INFINITY),
  );

/** Passes for a component, each after those it reads. */
const chosen = (passes: PassRegistry, component: ComponentFacts, rule?: ClassificationRule): Pass[] =>
  topological(
    [...passes.values()].filter(
      (pass) => (!rule?.passes || rule.passes.includes(pass.name)) && pass.accepts(component),
    ),
  );

/** The end of a path says more than its middle. */
const shortName = (name: string): string =>
  name.length <= PLAN_NAME_LIMIT
    ? name
    : `${name.slice(0, 30)}…${name.slice(name.length - PLAN_NAME_LIMIT + 31)}`.toWellFormed();

/** The plan: a pure function of the component, the passes, the rules, the estimates, and the factors and the table that rank it. */
export const planFor = (
  ref: string,
  component: ComponentFacts,
  passes: PassRegistry,
  rules: readonly ClassificationRule[],
  factors: readonly Factor[],
  table: PriorityTable = priorityTable,
  estimates?: EstimateTable,
): Plan => {
  const rule = matchingRule(rules, component);
  const { score: points } = score([...factors, kindFactor([component.kind], table, rule?.weight)], table);
  const lane = laneOf(points, table);
  const order = component.bytes === 0 ? [] : chosen(passes, component, rule);
  const place = new Map(order.map((pass, index) => [pass.name, index]));
  const tasks = order.map((pass): PlannedTask => {
    const estimate = estimateOf(pass, component, estimates);
    return {
      pass: pass.name,
      version: pass.version,
      after: pass.after.map((name) => place.get(name)).filter((index) => index !== undefined),
      route: rule?.route ?? route(estimate),
      lane,
      seconds: Math.round(estimate.seconds * 100) / 100,
      required: pass.required,
    };
  });
  const { defect } = component;
  if (defect)
    tasks.push({ pass: EXTRACT, version: 1, after: [], route: "lambda", lane, seconds: 0, required: true, defect });
  const { sha256, kind: kindOfComponent, bytes, name } = component;
  return assertPlan({ component: ref, sha256, kind: kindOfComponent, bytes, name: shortName(name), points, tasks });
};
