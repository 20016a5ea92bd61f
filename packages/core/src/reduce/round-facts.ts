import type { FinishedRound } from "../choreography/define-reducer.ts";
import { EXTRACT } from "../plan.ts";
import { couldBecome } from "../priority/points.ts";
import type { Priority } from "../priority/score.ts";
import type { PackageOutcome } from "./outcome-document.ts";
import { passesWithoutResult } from "./round-sum.ts";

type Shared =
  | "package"
  | "revision"
  | "status"
  | "tasks"
  | "priority"
  | "kinds"
  | "failures"
  | "defects"
  | "fanIn"
  | "warnings"
  | "warningCount"
  | "passes"
  | "passesWithoutResult"
  | "timing";

/** What every document about a finished round says of it, with the priority that the package came to. */
export const roundFacts = (
  {
    row,
    sum,
    status,
    toleratedFailurePercent,
    finishedAt,
    cost,
    priorityTable: table,
  }: Pick<
    FinishedRound,
    "row" | "sum" | "status" | "toleratedFailurePercent" | "finishedAt" | "cost" | "priorityTable"
  >,
  priority: Priority,
): Pick<PackageOutcome, Shared> => ({
  package: { id: row.id, name: row.name, bytes: row.bytes, components: sum.components },
  revision: row.round,
  status,
  tasks: sum.tasks as PackageOutcome["tasks"],
  priority: { table: table.version, ...priority },
  kinds: sum.kinds,
  failures: sum.failures,
  defects: sum.defects,
  fanIn: {
    required: sum.required,
    succeeded: sum.requiredSucceeded,
    toleratedFailurePercent,
    missing: Object.values(sum.missing).reduce((all, missing) => all + missing, 0),
    byPass: sum.missing,
    couldBecome: couldBecome(priority, table),
  },
  warnings: row.warnings ?? [],
  warningCount: row.warningCount ?? 0,
  passes: sum.passes,
  passesWithoutResult: passesWithoutResult(sum, [EXTRACT]),
  timing: {
    receivedAt: row.createdAt,
    finishedAt,
    seconds: (finishedAt - row.createdAt) / 1000,
    passMs: sum.passMs,
    cost,
  },
});
