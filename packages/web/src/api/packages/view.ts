import type { CompletionStatus, Cost, PackageRow } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { versionTag } from "../http/etag.ts";
import type { Lanes } from "../progress/lanes.ts";
import { isStalled, type RoundProgress, slotsOf } from "../progress/progress.ts";
import type { Retrying } from "../progress/retrying.ts";
import { stagesOf } from "../progress/stages.ts";
import { isNotifying } from "./completions.ts";
import { namedCounts } from "./counts.ts";
import type { PackageDetail, PackageSummary } from "./package-schemas.ts";

const maybe = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V });

/** What is known of a package at one moment, apart from its row. */
export interface PackageSnapshot {
  roundProgress: RoundProgress;
  retrying: Retrying;
  cost: Cost;
  stalled: boolean;
  now: number;
}

export const readSnapshot = async (
  { cloud, choreography, progress, retrying, cost }: Deps,
  row: PackageRow,
): Promise<PackageSnapshot> => {
  const [roundProgress, again] = await Promise.all([progress(row), retrying(row)]);
  const now = cloud.clock.now();
  return {
    roundProgress,
    retrying: again,
    cost: await cost(row, roundProgress),
    stalled: isStalled(choreography.topology, row, roundProgress.settled, now),
    now,
  };
};

const retryingIn = (retrying: Retrying): number => retrying.function + retrying.worker;
export const isRetrying = ({ retrying }: PackageSnapshot): boolean => retryingIn(retrying) > 0;

type Counted = Pick<Deps["choreography"], "counts">;

export const summaryOf = ({ counts }: Counted, row: PackageRow, snapshot: PackageSnapshot): PackageSummary => {
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
      tasks: { ...roundProgress.totals, counts: namedCounts(counts, roundProgress.totals.counts) },
    },
    stalled,
    retrying: retryingIn(retrying),
    cost: { usd: cost.usd, choreographyUsd: cost.choreographyUsd, stepFunctionsUsd: cost.stepFunctionsUsd },
    warningCount: row.warningCount ?? row.warnings?.length ?? 0,
    ...maybe("error", row.error),
  };
};

/** The version of a summary: it changes with the row, with every settled component, and with what is tried again. */
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
    retrying.function,
    retrying.worker,
  );

/** The version of a detail: also where tasks stand whose component is not settled. */
const detailVersionOf = (
  row: PackageRow,
  snapshot: PackageSnapshot,
  { light, heavy, unplanned }: Lanes,
  completions: readonly CompletionStatus[],
): string =>
  versionTag(
    versionOf(row, snapshot),
    unplanned,
    ...Object.values(light),
    ...Object.values(heavy),
    `${row.announcing}`,
    ...completions.map(({ outcome, at }) => `${outcome}${at}`),
  );

/** A package in detail, and the version of that. */
export const readDetail = async (
  deps: Deps,
  row: PackageRow,
): Promise<{ version: string; detail: () => PackageDetail; notifying: boolean }> => {
  const [snapshot, completions] = await Promise.all([readSnapshot(deps, row), deps.completions(row)]);
  const lanes = await deps.lanes(row, snapshot.roundProgress);
  return {
    version: detailVersionOf(row, snapshot, lanes, completions),
    detail: () => detailOf(deps.choreography, row, snapshot, lanes, completions),
    notifying: isNotifying(row, completions),
  };
};

const detailOf = (
  choreography: Counted,
  row: PackageRow,
  snapshot: PackageSnapshot,
  lanes: Lanes,
  completions: CompletionStatus[],
): PackageDetail => ({
  ...summaryOf(choreography, row, snapshot),
  key: row.key,
  ...maybe("components", row.components),
  ...maybe("grown", row.grown),
  fannedOut: row.fannedOut ?? false,
  warnings: row.warnings ?? [],
  stages: stagesOf(row, lanes, snapshot.retrying),
  completions,
  notifying: isNotifying(row, completions),
  now: snapshot.now,
});
