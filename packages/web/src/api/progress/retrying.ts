import type { Cloud } from "@torrent/core/unstable";
import {
  isTerminalState,
  type PackageRow,
  type Route,
  slotKey,
  type TallyNode,
  type TaskAddress,
  triedTasks,
} from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";
import { pMap } from "../http/p-map.ts";

/** Number of tasks that failed a delivery and will be retried, by route. */
export type Retrying = Record<Route, number>;

const FRESH_MS = 5_000;
/** Maximum notes of failed deliveries listed and tasks read; beyond them the count is a lower bound. */
const LISTED = 1_000;
const LOOKED_AT = 200;

const none: Retrying = { function: 0, worker: 0 };

const readRetrying = async ({ objects, tally }: Cloud, row: PackageRow): Promise<Retrying> => {
  const tried = await triedTasks({ objects }, row.id, row.round, LISTED);
  const counted = { ...none };
  const slots = new Map<string, TaskAddress[]>();
  for (const task of tried) {
    const slot = `${task.tree}/${task.slot}`;
    slots.set(slot, [...(slots.get(slot) ?? []), task]);
  }
  const count = (node: TallyNode | undefined, tasks: readonly TaskAddress[]): void => {
    for (const { task } of tasks) {
      const planned = node?.plan?.tasks[task];
      if (planned && !node?.receipts.has(task)) counted[planned.route] += 1;
    }
  };
  // The last ones listed are the latest components, which are the most likely to be still running.
  const latest = [...slots.values()].slice(-LOOKED_AT);
  await pMap(latest, async (tasks) => count(tasks[0] && (await tally.read(slotKey(tasks[0]))), tasks), {
    concurrency: 16,
  });
  return counted;
};

/** Lists an open package at most every five seconds for all viewers; a package that has ended has no retries. */
export const retryingReader = (cloud: Cloud) => {
  const cached = createCache<Retrying>(
    () => cloud.clock.now(),
    2_000,
    () => FRESH_MS,
  );
  return (row: PackageRow): Promise<Retrying> =>
    isTerminalState(row.state)
      ? Promise.resolve(none)
      : cached(`${row.id}/${row.round}`, () => readRetrying(cloud, row));
};
export type RetryingReader = ReturnType<typeof retryingReader>;
