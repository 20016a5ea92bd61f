import { createRoute, z } from "@hono/zod-openapi";
import { queueNames, queueSpec, topology } from "@torrent/core";
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
        oldestAt: z.number().optional().openapi({
          description: "When its oldest message was sent, where the queue service tells; SQS tells CloudWatch only.",
        }),
      }),
    ),
    workers: z.array(
      z.object({ id: z.string(), startedAt: z.number(), expiresAt: z.number(), busy: z.number().int() }),
    ),
    fleet: z
      .object({
        maxWorkers: z.number().int(),
        idleSeconds: z.number(),
        warmPool: z
          .object({
            workers: z.number().int(),
            days: z.array(z.number().int()).openapi({ description: "0 is Sunday." }),
            from: z.string(),
            to: z.string(),
            timeZone: z.string(),
          })
          .openapi({ description: "Workers kept running in business hours, on permanent stages." }),
      })
      .openapi({ description: "What the workers' number keeps to." }),
    graphs: z.string().optional().openapi({
      description: "Where how old the oldest message of each queue is can be seen, where no `oldestAt` says so.",
    }),
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

const { maxWorkers, idleSeconds } = topology.fleet;
const { warmPool } = topology.schedules;
const fleet = { maxWorkers, idleSeconds, warmPool: { ...warmPool, days: [...warmPool.days] } };

export const systemRoutes = ({ cloud, queueDepth, passes, graphs }: Deps) =>
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
          ...(depth.oldestAt === undefined ? {} : { oldestAt: depth.oldestAt }),
        };
      }),
    );
    c.header("cache-control", "private, no-cache");
    const workers = await cloud.fleet.live();
    return c.json(
      { queues, workers, fleet, ...(graphs ? { graphs } : {}), passes: [...passes], now: cloud.clock.now() },
      200,
    );
  });
