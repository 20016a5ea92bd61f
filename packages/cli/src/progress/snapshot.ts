import { completions } from "@torrent/core/operations";
import { type Cloud, isTerminalState, type PackageRow, progress, queueNames } from "@torrent/core/unstable";
import pMap from "p-map";

const CONCURRENCY = 16;

/** Progress of a set of packages in one stage. `expected` is unknown until the previous stage is done. */
export interface StageProgress {
  stage: "intake" | "classify" | "analyze" | "aggregate";
  done: number;
  expected?: number;
}

export interface Snapshot {
  at: number;
  packages: number;
  ended: number;
  stages: StageProgress[];
}

const waiting = async (cloud: Cloud, match: (queue: string) => boolean): Promise<number> => {
  const depths = await pMap(queueNames.filter(match), (queue) => cloud.queues.depth(queue), {
    concurrency: CONCURRENCY,
  });
  return depths.reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0);
};

/** A package has ended when its subscribers have been told as well. */
const hasEnded = async (cloud: Cloud, row: PackageRow): Promise<boolean> =>
  isTerminalState(row.state) &&
  !row.announcing &&
  (await completions({ cloud }, row)).every(({ outcome }) => outcome !== "pending");

/** Reads rows, queue depths and the nodes above the components: the cost does not grow with the components. */
export const snapshot = async (cloud: Cloud, ids: readonly string[]): Promise<Snapshot> => {
  const rows = await pMap(ids, (id) => cloud.packages.read(id), { concurrency: CONCURRENCY });
  const known = rows.filter((row): row is PackageRow => row !== undefined);
  const taken = known.filter((row) => row.state !== "intake");
  const ended = (await Promise.all(known.map((row) => hasEnded(cloud, row)))).filter(Boolean);
  const progresses = await pMap(
    taken,
    (row) => (row.components === undefined ? undefined : progress(cloud.tally, row.id, row.round)),
    { concurrency: CONCURRENCY },
  );
  const components = taken.reduce((sum, row) => sum + (row.slots ?? 0), 0);
  const settled = progresses.reduce((sum, counts) => sum + (counts?.settled ?? 0), 0);
  const unclassified = await waiting(cloud, (queue) => queue === "classify");
  const allTaken = taken.length === ids.length;
  const expected = allTaken ? { expected: components } : {};
  return {
    at: cloud.clock.now(),
    packages: ids.length,
    ended: ended.length,
    stages: [
      { stage: "intake", done: taken.length, expected: ids.length },
      { stage: "classify", done: Math.max(settled, components - unclassified), ...expected },
      { stage: "analyze", done: settled, ...expected },
      { stage: "aggregate", done: ended.length, expected: ids.length },
    ],
  };
};
