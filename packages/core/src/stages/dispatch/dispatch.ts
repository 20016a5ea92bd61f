import { RetryLater } from "../../errors.ts";
import type { CapacityMessage } from "../../messages.ts";
import { heavyQueues } from "../../topology/topology.ts";
import type { Pipeline } from "../pipeline.ts";

/** How many workers the backlog asks for: enough to clear it at `tasksPerWorker` each, within the cap. */
export const wantedWorkers = (
  backlog: number,
  fleet: { maxWorkers: number; tasksPerWorker: number },
  minimum = 0,
): number => Math.min(fleet.maxWorkers, Math.max(minimum, Math.ceil(backlog / fleet.tasksPerWorker)));

/**
 * Compares what is queued for workers with the workers that live, and launches the shortfall. `minimum` is the warm
 * pool's size at this hour. Each attempt has its own token: one that launched nothing for lack of capacity must not
 * keep the next from launching.
 */
export const dispatch = async (
  { cloud, topology }: Pipeline,
  request: Pick<CapacityMessage, "token">,
  options: { minimum?: number; attempt?: number } = {},
): Promise<{ wanted: number; live: number; launched: number }> => {
  const depths = await Promise.all(heavyQueues.map((queue) => cloud.queues.depth(queue)));
  const backlog = depths.reduce((sum, depth) => sum + depth.visible + depth.inFlight, 0);
  const wanted = wantedWorkers(backlog, topology.fleet, options.minimum);
  const live = (await cloud.fleet.live()).length;
  if (live >= wanted) return { wanted, live, launched: 0 };
  const launched = await cloud.fleet.launch(wanted - live, `${request.token.slice(0, 48)}-${options.attempt ?? 1}`);
  if (launched === 0 && live === 0 && wanted > 0)
    throw new RetryLater(`No capacity for ${wanted} workers now; the request is repeated`, 60);
  return { wanted, live, launched };
};
