import type { Severity } from "../../pass.ts";
import type { Lane, Plan } from "../../plan.ts";
import { evidence } from "../../priority/evidence.ts";
import { type PriorityTable, priorityTable } from "../../priority/table.ts";
import type { StoredResult } from "../../results/stored-result.ts";
import { laneOf } from "../classify/plan-for.ts";

const counted = <K extends string>(names: readonly K[]): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/**
 * The lane for what comes after a result: urgent where its severity and sensitivity, on top of what was known at
 * classification, are worth it; otherwise nothing, and the plan's lane stays. A lane is only ever raised.
 */
export const liftedBy = (
  { points = 0 }: Pick<Plan, "points">,
  { findings, entities }: Pick<StoredResult, "findings" | "entities">,
  table: PriorityTable = priorityTable,
): { lifts?: Lane } => {
  const found = evidence(
    {
      bySeverity: counted<Severity>(findings.map(({ severity }) => severity)),
      kinds: [],
      entities: counted(entities.map(({ kind }) => kind)) as Record<string, number>,
      shared: 0,
    },
    table,
  );
  const more = found.reduce((sum, { value, weight }) => sum + value * weight, 0);
  return laneOf(points + more, table) === "urgent" ? { lifts: "urgent" } : {};
};
