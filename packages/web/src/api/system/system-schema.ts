import * as z from "zod/mini";
import { described, named } from "../docs/words.ts";

export const System = named(
  "System",
  z.object({
    queues: z.array(
      z.object({
        name: z.string(),
        stage: z.string(),
        waiting: z.int(),
        inFlight: z.int(),
        delayed: z.int(),
        dead: described(z.int(), "Messages in its dead-letter queue, not yet buried."),
        maxConcurrency: z.int(),
        oldestAt: described(
          z.optional(z.number()),
          "When its oldest message was sent, where the queue service tells; SQS tells CloudWatch only.",
        ),
      }),
    ),
    workers: z.array(z.object({ id: z.string(), startedAt: z.number(), expiresAt: z.number(), busy: z.int() })),
    fleet: described(
      z.object({
        maxWorkers: z.int(),
        idleSeconds: z.number(),
        warmPool: described(
          z.object({
            workers: z.int(),
            days: described(z.array(z.int()), "0 is Sunday."),
            from: z.string(),
            to: z.string(),
            timeZone: z.string(),
          }),
          "Workers kept running in business hours, on permanent stages.",
        ),
      }),
      "What the workers' number keeps to.",
    ),
    graphs: described(
      z.optional(z.string()),
      "Where how old the oldest message of each queue is can be seen, where no `oldestAt` says so.",
    ),
    passes: z.array(z.object({ name: z.string(), version: z.int() })),
    now: z.number(),
  }),
);
