import type { Cloud } from "../../ports/cloud.ts";
import type { PackageRow } from "../../ports/package-store.ts";
import { beatWhile } from "../dispatch/hold.ts";

/** How long an aggregator may be silent before another may take its place; it renews at a third of it. */
export const AGGREGATION_LEASE_MS = 30_000;

/** The right to aggregate a round, which one at a time has. */
export interface AggregationLease {
  owner: string;
  row: PackageRow;
}

/**
 * Takes the lease, or returns the row of its holder, whose `lease` may still run. `undefined` where there is no such package.
 */
export const takeLease = async (
  cloud: Cloud,
  id: string,
  round: number,
): Promise<{ taken: AggregationLease } | { held: PackageRow } | undefined> => {
  const now = cloud.clock.now();
  const owner = cloud.random.id();
  const lease = { owner, now };
  const claim = await cloud.packages.transition(
    id,
    { from: ["open", "aggregating"], round, lease },
    { state: "aggregating", lease: { owner, until: now + AGGREGATION_LEASE_MS }, updatedAt: now },
  );
  if (!claim) return undefined;
  return claim.done ? { taken: { owner, row: claim.row } } : { held: claim.row };
};

/** Seconds until a lease that somebody else holds may be taken from him. */
export const secondsLeft = (cloud: Cloud, { lease }: PackageRow): number =>
  Math.max(0, Math.ceil(((lease?.until ?? 0) - cloud.clock.now()) / 1000)) + 1;

/**
 * Renews the lease while `work` runs. The signal is aborted when somebody else has taken it: whatever `work` would still
 * write is for that one to write.
 */
export const whileLeased = <T>(
  cloud: Cloud,
  { owner, row }: AggregationLease,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> => {
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const until = cloud.clock.now() + AGGREGATION_LEASE_MS;
    const guard = { from: ["aggregating"] as const, round: row.round, lease: { owner, now: 0 } };
    const renewed = await cloud.packages.transition(row.id, guard, { lease: { owner, until } });
    if (!renewed?.done) lost.abort();
  };
  return beatWhile(cloud, AGGREGATION_LEASE_MS / 3, renew, () => work(lost.signal));
};
