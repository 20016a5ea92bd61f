import type { Pass } from "../../choreography/define-pass.ts";
import type { Lane, Plan } from "../../plan.ts";
import { greatestFactors } from "../../priority/score.ts";
import type { PriorityTable } from "../../priority/table.ts";
import { factorsOf } from "../../results/output-facts.ts";
import { laneOf } from "../classify/plan-for.ts";

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
