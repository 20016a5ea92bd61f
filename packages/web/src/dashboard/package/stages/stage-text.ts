import { formatBytes } from "@torrent/core/format";
import { isActive, type PackageDetail, type StageView } from "../../data/queries.ts";

export const stages: Record<StageView["stage"], { name: string; does: string }> = {
  inbox: { name: "Inbox", does: "Package received" },
  intake: { name: "Intake", does: "Validates and unpacks the package" },
  classify: { name: "Classify", does: "Plans the passes of each component" },
  light: { name: "Light", does: "Runs short tasks on functions" },
  heavy: { name: "Heavy", does: "Runs long or large tasks on workers" },
  aggregate: { name: "Aggregate", does: "Combines the results and ranks the package" },
};

/** A short description of what a stage does or has done. */
export const stageText = (pkg: PackageDetail, { stage, status, expected }: StageView): string => {
  if (stage === "inbox") return `${formatBytes(pkg.bytes)} received`;
  if (stage === "heavy" && expected === 0) return "No tasks need a worker";
  if (stage === "aggregate") {
    if (status === "done") return `Outcome written, revision ${pkg.revision}`;
    if (status === "failed") return "The outcome could not be written";
    if (status === "waiting" && isActive(pkg)) return "Starts when every component is settled";
  }
  return stages[stage].does;
};
