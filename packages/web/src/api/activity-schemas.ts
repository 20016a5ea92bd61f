import { z } from "@hono/zod-openapi";
import { outcomes } from "@torrent/core";

const count = () => z.number().int().min(0);

const PassActivity = z
  .object({
    pass: z.string(),
    planned: count(),
    outcomes: z.object(
      Object.fromEntries(outcomes.map((one) => [one, count()])) as Record<(typeof outcomes)[number], z.ZodNumber>,
    ),
    waiting: count().openapi({ description: "Planned, and not settled." }),
    retried: count().openapi({ description: "Settled tasks that took more than one delivery." }),
    lambda: count(),
    fargate: count(),
    ms: z.number(),
    estimatedMs: z.number().openapi({ description: "What the plans expected of the tasks that succeeded." }),
    histogram: z
      .array(count())
      .openapi({ description: "Tasks by duration: under 1 ms, then a bucket for each doubling." }),
  })
  .openapi("PassActivity");
export type PassActivity = z.infer<typeof PassActivity>;

const Bin = z.object({ at: z.number(), ended: count(), failed: count(), retried: count(), busyMs: z.number() });
export type ActivityBin = z.infer<typeof Bin>;

export const Activity = z
  .object({
    partial: z.boolean().openapi({ description: "Only the first 50,000 components of the rounds were read." }),
    passes: z.array(PassActivity),
    axis: z
      .object({
        from: z.number(),
        to: z.number(),
        binMs: z.number(),
        bins: z.array(Bin),
        gaps: z
          .array(z.object({ from: z.number(), to: z.number() }))
          .openapi({ description: "Long stretches in which no task ended; what is short of them is to be drawn." }),
        rounds: z
          .array(z.object({ round: z.number().int(), at: z.number() }))
          .openapi({ description: "Where each later round began; of an earlier one, where its first task ended." }),
      })
      .openapi({
        description:
          "Tasks by the time of their end; bins in which none ended are left out. They are as narrow as the time that is not a gap allows.",
      }),
    cost: z
      .object({
        parts: z.array(z.object({ name: z.string(), usd: z.number(), of: z.string() })),
        usd: z.number(),
        choreographyUsd: z.number(),
        stepFunctionsUsd: z.number(),
      })
      .openapi({ description: "An estimate by list prices; see the parts for what was counted." }),
  })
  .openapi("Activity");
export type Activity = z.infer<typeof Activity>;
