import { createRoute, z } from "@hono/zod-openapi";
import { queueNames, queueSpec } from "@torrent/core";
import { type Deps, routes } from "./env.ts";
import { problemResponses } from "./problem.ts";

const System = z
  .object({
    queues: z.array(
      z.object({
        name: z.string(),
        stage: z.string(),
        waiting: z.number().int(),
        inFlight: z.number().int(),
        delayed: z.number().int(),
        dead: z.number().int().openapi({ description: "Messages in its dead-letter queue, not yet buried." }),
        maxConcurrency: z.number().int(),
      }),
    ),
    workers: z.array(
      z.object({ id: z.string(), startedAt: z.number(), expiresAt: z.number(), busy: z.number().int() }),
    ),
    passes: z.array(z.object({ name: z.string(), version: z.number().int() })),
    now: z.number(),
  })
  .openapi("System");

const system = createRoute({
  method: "get",
  path: "/",
  tags: ["System"],
  summary: "Queues, workers and passes of this deployment",
  description: "Queue counts are the queue service's own and approximate, and up to two seconds old.",
  responses: {
    200: { description: "The deployment", content: { "application/json": { schema: System } } },
    ...problemResponses,
  },
});

export const systemRoutes = ({ cloud, queueDepth, passes }: Deps) =>
  routes().openapi(system, async (c) => {
    const queues = await Promise.all(
      queueNames.map(async (name) => {
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
        };
      }),
    );
    c.header("cache-control", "private, no-cache");
    return c.json({ queues, workers: await cloud.fleet.live(), passes: [...passes], now: cloud.clock.now() }, 200);
  });
