import { isTerminalState, type PackageRow, type Progress, type QueueDepth } from "@torrent/core";
import { versionTag } from "./etag.ts";
import { isStalled, slotsOf } from "./progress.ts";
import type { PackageDetail, PackageSummary, StageView } from "./schemas.ts";

const maybe = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V });

export const summaryOf = (row: PackageRow, progress: Progress, now: number): PackageSummary => ({
  id: row.id,
  name: row.name,
  bytes: row.bytes,
  state: row.state,
  round: row.round,
  ...maybe("revision", row.revision),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  ...maybe("finishedAt", row.finishedAt),
  deadlineAt: row.deadlineAt,
  priority: row.priority,
  progress: {
    ...maybe("expected", slotsOf(row)),
    settled: progress.settled,
    failed: progress.failed,
    ...maybe("missing", slotsOf(row) === undefined ? undefined : Math.max(0, (slotsOf(row) ?? 0) - progress.settled)),
    tasks: progress.totals,
  },
  stalled: isStalled(row, progress.settled, now),
  warningCount: row.warningCount ?? row.warnings?.length ?? 0,
  ...maybe("error", row.error),
});

/** The version of a summary or detail: it changes with the row and with every settled component. */
export const versionOf = (row: PackageRow, progress: Progress, stalled: boolean): string =>
  versionTag(
    row.id,
    row.updatedAt,
    row.state,
    row.round,
    progress.settled,
    progress.failed,
    progress.totals.ms,
    `${stalled}`,
  );

const waiting = (depth: QueueDepth): number => depth.visible + depth.inFlight + depth.delayed;

/**
 * Where a package stands in each stage, in components. The tree tells which components are settled; how many of the rest are
 * classified already is known only from the classify queue, which all packages share: hence `approximate`.
 */
const stagesOf = (row: PackageRow, progress: Progress, classifyQueue: QueueDepth): StageView[] => {
  const slots = slotsOf(row);
  const components = slots ?? 0;
  const ended = isTerminalState(row.state);
  const counted = row.fannedOut === true || (ended && slots !== undefined);
  const failedAtIntake = ended && slots === undefined;
  const backlog = counted && !ended ? Math.min(components - progress.settled, waiting(classifyQueue)) : 0;
  const classified = counted ? components - backlog : 0;
  const analyzed = counted && progress.settled >= components;
  const reported = ended && row.revision === row.round;
  const state = (done: boolean, active: boolean, failed = false): StageView["status"] =>
    failed ? "failed" : done ? "done" : active ? "active" : "waiting";
  const of = (unit: StageView["unit"], expected: number | undefined) => ({ unit, ...maybe("expected", expected) });
  return [
    { stage: "inbox", ...of("package", 1), done: 1, failed: 0, inFlight: 0, approximate: false, status: "done" },
    {
      stage: "intake",
      ...of("component", slots),
      done: components,
      failed: 0,
      inFlight: 0,
      approximate: false,
      status: state(counted, !ended, failedAtIntake),
    },
    {
      stage: "classify",
      ...of("component", slots),
      done: Math.max(classified, progress.settled),
      failed: 0,
      inFlight: backlog,
      approximate: backlog > 0,
      status: state(counted && backlog === 0, counted && !ended),
    },
    {
      stage: "analyze",
      ...of("component", slots),
      done: progress.settled,
      failed: progress.failed,
      inFlight: counted && !ended ? Math.max(0, classified - progress.settled) : 0,
      approximate: backlog > 0,
      status: state(analyzed, counted && !ended),
    },
    {
      stage: "aggregate",
      ...of("package", 1),
      done: reported ? 1 : 0,
      failed: row.state === "failed" && !reported ? 1 : 0,
      inFlight: row.state === "aggregating" ? 1 : 0,
      approximate: false,
      status: state(reported, row.state === "aggregating", row.state === "failed" && !reported),
    },
  ];
};

export const detailOf = (row: PackageRow, progress: Progress, classify: QueueDepth, now: number): PackageDetail => ({
  ...summaryOf(row, progress, now),
  key: row.key,
  ...maybe("components", row.components),
  ...maybe("grown", row.grown),
  fannedOut: row.fannedOut ?? false,
  warnings: row.warnings ?? [],
  stages: stagesOf(row, progress, classify),
  now,
});
