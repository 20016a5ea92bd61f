import {
  isTerminalState,
  noTotals,
  type PackageRow,
  type Progress,
  progress as readProgress,
  type TallyStore,
  topology,
} from "@torrent/core";
import { remember } from "./remember.ts";

/** Components of the current round; known once intake has counted. */
export const slotsOf = (row: PackageRow): number | undefined => row.slots ?? row.components;

/** One read of the tree serves everyone who asks within this time: 100,000 components are a thousand nodes. */
const FRESH_MS = 900;

/**
 * How a package's current round stands, read from the tally tree's nodes of level 1: at most about once a second while it
 * moves, and once for all when every component is settled.
 */
export const progressReader = (tally: TallyStore, now: () => number) => {
  const remembered = remember<Progress & { slots: number }>(now, 2_000, ({ settled, slots }) =>
    settled >= slots ? Number.POSITIVE_INFINITY : FRESH_MS,
  );
  return (row: PackageRow): Promise<Progress> => {
    const slots = slotsOf(row);
    if (slots === undefined) return Promise.resolve({ settled: 0, failed: 0, totals: noTotals() });
    return remembered(`${row.id}/${row.round}/${slots}/${row.state}/${row.updatedAt}`, async () => ({
      ...(await readProgress(tally, row.id, row.round)),
      slots,
    }));
  };
};
export type ProgressReader = ReturnType<typeof progressReader>;

/** Open, and the sweep saw the same count long enough ago. */
export const isStalled = (row: PackageRow, settled: number, now: number): boolean =>
  !isTerminalState(row.state) &&
  row.swept !== undefined &&
  row.swept.settled === settled &&
  now - row.swept.at > topology.stallSeconds * 1000;
