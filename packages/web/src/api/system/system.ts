import { queueNames, queueSpec, topology } from "@torrent/core/unstable";
import pMap from "p-map";
import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";

const system = createRoute({
  id: "readSystem",
  method: "get",
  path: "/",
});

const { maxWorkers, idleSeconds } = topology.fleet;
const { warmPool } = topology.schedules;
const fleet = { maxWorkers, idleSeconds, warmPool: { ...warmPool, days: [...warmPool.days] } };

export const systemRoutes = ({ cloud, queueDepth, passes, graphs }: Deps) =>
  routes().openapi(system, async (c) => {
    const queues = await pMap(
      queueNames,
      async (name) => {
        const [depth, dead] = await Promise.all([queueDepth(name), queueDepth(`${name}-dlq`)]);
        const { stage, maxConcurrency } = queueSpec(name);
        return {
          name,
          stage,
          waiting: depth.visible,
          inFlight: depth.inFlight,
          delayed: depth.delayed,
          dead: dead.visible + dead.inFlight,
          maxConcurrency,
          ...(depth.oldestAt === undefined ? {} : { oldestAt: depth.oldestAt }),
        };
      },
      { concurrency: 8 },
    );
    c.header("cache-control", "private, no-cache");
    const workers = await cloud.fleet.live();
    return c.json(
      { queues, workers, fleet, ...(graphs ? { graphs } : {}), passes: [...(await passes())], now: cloud.clock.now() },
      200,
    );
  });
