import {
  isTerminalState,
  type PackageRow,
  ready,
  settledTasks,
  slotKey,
  type TallyNode,
  type TallyStore,
} from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";
import { pMap } from "../http/p-map.ts";
import { type RoundProgress, SAMPLED, slotsOf } from "./progress.ts";

/** Tasks of one route in the current round; each is counted once. */
export interface Lane {
  /** Settled without failure. */
  done: number;
  failed: number;
  /** Dispatched: queued, in progress, or waiting for a retry. */
  inFlight: number;
  /** Waiting for an earlier task. */
  missing: number;
}

export interface Lanes {
  light: Lane;
  heavy: Lane;
  /** Components without a plan, whose number of tasks is unknown. */
  unplanned: number;
  /** Extrapolated from a sample of the unsettled components. */
  approximate: boolean;
}

const FRESH_MS = 900;

const noLane = (): Lane => ({ done: 0, failed: 0, inFlight: 0, missing: 0 });

/** The tasks of settled components, including added ones, from the sums in the tree. */
const settledLanes = ({ totals }: RoundProgress): { light: Lane; heavy: Lane } => {
  const failed = totals.failed + totals.expired + totals.cancelled;
  const lane = (tasks: number, bad: number): Lane => ({ ...noLane(), done: tasks - bad, failed: bad });
  return {
    light: lane(settledTasks(totals) - totals.heavy, failed - totals.heavyFailed),
    heavy: lane(totals.heavy, totals.heavyFailed),
  };
};

const addNode = (lanes: Lanes, node: TallyNode | undefined): void => {
  if (!node?.plan) {
    lanes.unplanned += 1;
    return;
  }
  const sent = new Set(ready(node.plan, node.receipts).run);
  for (const [child, { route }] of node.plan.tasks.entries()) {
    const lane = route === "worker" ? lanes.heavy : lanes.light;
    if (node.failed.has(child)) lane.failed += 1;
    else if (node.receipts.has(child)) lane.done += 1;
    else if (sent.has(child)) lane.inFlight += 1;
    else lane.missing += 1;
  }
};

const addScaled = (to: Lane, more: Lane, by: number): void => {
  for (const part of ["done", "failed", "inFlight", "missing"] as const) to[part] += Math.round(more[part] * by);
};

const readLanes = async (tally: TallyStore, row: PackageRow, roundProgress: RoundProgress): Promise<Lanes> => {
  const { unsettled } = roundProgress;
  const sample: Lanes = { light: noLane(), heavy: noLane(), unplanned: 0, approximate: false };
  const at = (slot: number) => slotKey({ packageId: row.id, round: row.round, tree: "", slot });
  await pMap(unsettled, async (slot) => addNode(sample, await tally.read(at(slot))), { concurrency: 16 });
  const left = Math.max(0, (slotsOf(row) ?? 0) - roundProgress.settled);
  const by = unsettled.length === 0 ? 0 : left / unsettled.length;
  const { light, heavy } = settledLanes(roundProgress);
  addScaled(light, sample.light, by);
  addScaled(heavy, sample.heavy, by);
  return { light, heavy, unplanned: Math.round(sample.unplanned * by), approximate: left > SAMPLED };
};

/**
 * Counts a round's tasks by status, for light and heavy work. Settled components are counted from the tree's sums; of
 * the others at most {@link SAMPLED} are read, so that the cost does not depend on the size of the package, and the
 * counts are exact for the last {@link SAMPLED}. Components that a running task has added are counted when it is
 * settled.
 */
export const lanesReader = (tally: TallyStore, now: () => number) => {
  const cached = createCache<Lanes & { rest: boolean }>(now, 256, ({ rest }) => (rest ? 600_000 : FRESH_MS));
  return (row: PackageRow, roundProgress: RoundProgress): Promise<Lanes> =>
    cached(`${row.id}/${row.round}/${row.state}/${row.updatedAt}/${roundProgress.settled}`, async () => ({
      ...(await readLanes(tally, row, roundProgress)),
      rest: isTerminalState(row.state) && roundProgress.unsettled.length === 0,
    }));
};
export type LanesReader = ReturnType<typeof lanesReader>;
