import { type Cost, costOf, type PackageRow, type Progress, progress, type TallyStore, usageOf } from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";

/**
 * Estimates a package's cost at list prices. The list and the package page share it, so they never contradict each
 * other.
 */
export const costReader = (tally: TallyStore, now: () => number) => {
  // Earlier rounds no longer change.
  const cached = createCache<Progress>(now, 2_000, () => Number.POSITIVE_INFINITY);
  return async (row: PackageRow, current: Progress): Promise<Cost> =>
    costOf(await usageOf(row, current, (round) => cached(`${row.id}/${round}`, () => progress(tally, row.id, round))));
};
export type CostReader = ReturnType<typeof costReader>;
