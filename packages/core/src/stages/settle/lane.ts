import type { FactorValues, Pass } from "../../choreography/define-pass.ts";
import type { Lane, Plan } from "../../plan.ts";
import { type Factor, factor, greatestFactors } from "../../priority/score.ts";
import type { PriorityTable } from "../../priority/table.ts";
import { laneOf } from "../classify/plan-for.ts";

/** Values by name, as factors of the table. */
export const toFactors = (values: FactorValues, table: PriorityTable): Factor[] =>
  Object.entries(values).flatMap(([name, given]) => {
    if (given === undefined) return [];
    return typeof given === "number"
      ? [factor(name, given, undefined, table)]
      : [factor(name, given.value, given.evidence, table)];
  });

/** What a pass's output says of the package's priority. */
export const factorsOf = (pass: Pass, output: unknown, table: PriorityTable): Factor[] =>
  pass.factors ? toFactors(pass.factors(output, table), table) : [];

/**
 * The lane for what comes after a result: urgent where its factors, on top of what was known at classification, are worth it;
 * otherwise nothing, and the plan's lane stays. A lane is only ever raised.
 */
export const promotedLane = (
  { points = 0 }: Pick<Plan, "points">,
  pass: Pass,
  output: unknown,
  table: PriorityTable,
): Lane | undefined => {
  const more = greatestFactors(factorsOf(pass, output, table), table).reduce(
    (sum, { value, weight }) => sum + value * weight,
    0,
  );
  return laneOf(points + more, table) === "urgent" ? "urgent" : undefined;
};
