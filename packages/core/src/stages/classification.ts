import type { ComponentFacts } from "../component.ts";
import type { Estimate, Pass, PassRegistry } from "../pass.ts";
import {
  assertPlan,
  EXTRACT,
  type Lane,
  PLAN_NAME_LIMIT,
  type Plan,
  type PlannedTask,
  type Route,
  topological,
} from "../plan.ts";
import { type Factor, factor, score } from "../priority/score.ts";
import type { ClassificationRule } from "./classification-rule.ts";

/** Under five minutes and under 3 GB goes to Lambda; everything else is pulled by a worker. */
export const LAMBDA_SECONDS = 300;
export const LAMBDA_MEMORY_MB = 3000;

export const route = (estimate: Estimate): Route =>
  estimate.seconds < LAMBDA_SECONDS && estimate.memoryMB < LAMBDA_MEMORY_MB ? "lambda" : "fargate";

/**
 * Points from which a component's tasks take the urgent lane. Lower than the band `high`: at classification only what
 * was declared and the component's kind are known, half of the points there are.
 */
export const URGENT_FROM = 25;

export const laneOf = (points: number): Lane => (points >= URGENT_FROM ? "urgent" : "standard");

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

/** The plan: a pure function of the component, the passes, the rules and the package's declared factors. */
export const planFor = (
  ref: string,
  component: ComponentFacts,
  passes: PassRegistry,
  rules: readonly ClassificationRule[],
  declared: readonly Factor[],
): Plan => {
  const rule = matchingRule(rules, component);
  const kind = rule?.weight === undefined ? [] : [factor("kind", rule.weight, component.kind)];
  const lane = laneOf(score([...declared, ...kind]).score);
  const order = component.bytes === 0 ? [] : chosen(passes, component, rule);
  const place = new Map(order.map((pass, index) => [pass.name, index]));
  const tasks = order.map((pass): PlannedTask => {
    const estimate = pass.estimate(component);
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
  return assertPlan({ component: ref, sha256, kind: kindOfComponent, bytes, name: shortName(name), tasks });
};
