import type { Cost, PackageRow } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { versionTag } from "../http/etag.ts";
import type { Lanes } from "../progress/lanes.ts";
import { isStalled, type RoundProgress, slotsOf } from "../progress/progress.ts";
import type { Retrying } from "../progress/retrying.ts";
import { stagesOf } from "../progress/stages.ts";
import type { PackageDetail, PackageSummary } from "./package-schemas.ts";

const maybe = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V });

/** State of a package at one moment, in addition to its row. */
export interface PackageSnapshot {
  roundProgress: RoundProgress;
  retrying: Retrying;
  cost: Cost;
  stalled: boolean;
  now: number;
}

export const readSnapshot = async (
  { cloud, progress, retrying, cost }: Deps,
  row: PackageRow,
): Promise<PackageSnapshot> => {
  const [roundProgress, again] = await Promise.all([progress(row), retrying(row)]);
  const now = cloud.clock.now();
  return {
    roundProgress,
    retrying: again,
    cost: await cost(row, roundProgress),
    stalled: isStalled(row, roundProgress.settled, now),
    now,
  };
};

const retryingIn = ({ lambda, fargate }: Retrying): number => lambda + fargate;
export const isRetrying = ({ retrying }: PackageSnapshot): boolean => retryingIn(retrying) > 0;

export const summaryOf = (row: PackageRow, snapshot: PackageSnapshot): PackageSummary => {
  const { roundProgress, retrying, stalled, cost } = snapshot;
  const slots = slotsOf(row);
  return {
    id: row.id,
    name: row.name,
    bytes: row.bytes,
    state: row.state,
    round: row.round,
    ...maybe("revision", row.revision),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    roundAt: row.roundAt ?? row.createdAt,
    ...maybe("finishedAt", row.finishedAt),
    deadlineAt: row.deadlineAt,
    priority: row.priority,
    progress: {
      ...maybe("expected", slots),
      settled: roundProgress.settled,
      failed: roundProgress.failed,
      ...maybe("missing", slots === undefined ? undefined : Math.max(0, slots - roundProgress.settled)),
      tasks: roundProgress.totals,
    },
    stalled,
    retrying: retryingIn(retrying),
    cost: { usd: cost.usd, choreographyUsd: cost.choreographyUsd, stepFunctionsUsd: cost.stepFunctionsUsd },
    warningCount: row.warningCount ?? row.warnings?.length ?? 0,
    ...maybe("error", row.error),
  };
};

/** The version of a summary; it changes with the row, every settled component, and the retries. */
export const versionOf = (row: PackageRow, { roundProgress, retrying, stalled }: PackageSnapshot): string =>
  versionTag(
    row.id,
    row.updatedAt,
    row.state,
    row.round,
    roundProgress.settled,
    roundProgress.failed,
    roundProgress.totals.ms,
    `${stalled}`,
    retrying.lambda,
    retrying.fargate,
  );

/** The version of a detail; it also changes with the tasks of unsettled components. */
export const detailVersionOf = (
  row: PackageRow,
  snapshot: PackageSnapshot,
  { light, heavy, unplanned }: Lanes,
): string => versionTag(versionOf(row, snapshot), unplanned, ...Object.values(light), ...Object.values(heavy));

export const detailOf = (row: PackageRow, snapshot: PackageSnapshot, lanes: Lanes): PackageDetail => ({
  ...summaryOf(row, snapshot),
  key: row.key,
  ...maybe("components", row.components),
  ...maybe("grown", row.grown),
  fannedOut: row.fannedOut ?? false,
  warnings: row.warnings ?? [],
  stages: stagesOf(row, lanes, snapshot.retrying),
  now: snapshot.now,
});
