import {
  type Cost,
  costOf,
  type PackageRow,
  type Progress,
  progress,
  type TallyStore,
  type Topology,
  usageOf,
} from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";

/**
 * What a package has cost, by list prices. The list and the package's page ask here, and so never contradict each other.
 */
export const costReader = (tally: TallyStore, topology: Topology, now: () => number) => {
  // An earlier round is at rest.
  const cached = createCache<Progress>(now, 2_000, () => Number.POSITIVE_INFINITY);
  return async (row: PackageRow, current: Progress): Promise<Cost> =>
    costOf(
      await usageOf(row, current, (round) => cached(`${row.id}/${round}`, () => progress(tally, row.id, round))),
      topology,
    );
};
export type CostReader = ReturnType<typeof costReader>;
