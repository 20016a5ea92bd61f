import { deadLetterQueue, queueNames } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { pMap } from "../http/p-map.ts";
import { createRoute, routes } from "../http/routes.ts";
import { choreographyView } from "./choreography-view.ts";

const system = createRoute({
  id: "readSystem",
  method: "get",
  path: "/system",
});

const choreographyRoute = createRoute({
  id: "readChoreography",
  method: "get",
  path: "/choreography",
});

export const systemRoutes = ({ cloud, choreography, queueDepth, graphs }: Deps) => {
  const { topology } = choreography;
  const { maxWorkers, idleSeconds } = topology.fleet;
  const { warmPool } = topology.schedules;
  const fleet = { maxWorkers, idleSeconds, warmPool: { ...warmPool, days: [...warmPool.days] } };
  const view = choreographyView(choreography);
  const tag = versionTag(JSON.stringify(view));
  return routes()
    .openapi(system, async (c) => {
      const queues = await pMap(
        queueNames,
        async (name) => {
          const [depth, dead] = await Promise.all([queueDepth(name), queueDepth(deadLetterQueue(name))]);
          const { consumer, maxConcurrency } = topology.queues[name];
          return {
            name,
            consumer,
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
      const now = cloud.clock.now();
      return c.json({ choreography: view, queues, workers, fleet, ...(graphs ? { graphs } : {}), now }, 200);
    })
    .openapi(choreographyRoute, (c) => notModified(c, tag) ?? c.json(view, 200));
};
