import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { ChoreographyView } from "./choreography-schema.ts";

export const System = named(
  "System",
  z.object({
    choreography: ChoreographyView,
    queues: z.array(
      z.object({
        name: z.string(),
        consumer: described(z.string(), "The stage that takes its messages, or `worker`."),
        waiting: z.int(),
        inFlight: z.int(),
        delayed: z.int(),
        dead: described(z.int(), "Messages in the dead-letter queue that have not been processed yet."),
        maxConcurrency: z.int(),
        oldestAt: described(
          z.optional(z.number()),
          "When the oldest message was sent, if the queue service reports it. SQS reports it to CloudWatch only.",
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
            days: described(z.array(z.int()), "1 is Monday."),
            from: z.string(),
            to: z.string(),
            timeZone: z.string(),
          }),
          "Workers kept running during business hours, on permanent stages.",
        ),
      }),
      "Worker scaling limits.",
    ),
    graphs: described(
      z.optional(z.string()),
      "URL of graphs that show the age of each queue's oldest message, if `oldestAt` is not available.",
    ),
    now: z.number(),
  }),
);
