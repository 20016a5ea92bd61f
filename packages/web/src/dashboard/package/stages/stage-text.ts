import { formatBytes } from "@torrent/core/format";
import { isActive, type PackageDetail, type StageView } from "../../data/queries.ts";

export const stages: Record<StageView["stage"], { name: string; does: string }> = {
  inbox: { name: "Inbox", does: "The package has arrived" },
  intake: { name: "Intake", does: "It is checked and taken apart" },
  classify: { name: "Classify", does: "Each component gets its plan" },
  light: { name: "Light", does: "Short tasks, on functions" },
  heavy: { name: "Heavy", does: "Long or large tasks, on workers" },
  aggregate: { name: "Aggregate", does: "Results are correlated and scored" },
};

/** What a stage does or has done, for whoever sees it for the first time. */
export const told = (one: PackageDetail, { stage, status, expected }: StageView): string => {
  if (stage === "inbox") return `${formatBytes(one.bytes)} received`;
  if (stage === "heavy" && expected === 0) return "No task needs a worker";
  if (stage === "aggregate") {
    if (status === "done") return `The report is written, revision ${one.revision}`;
    if (status === "failed") return "No report could be written";
    if (status === "waiting" && isActive(one)) return "Begins when the last component is settled";
  }
  return stages[stage].does;
};
