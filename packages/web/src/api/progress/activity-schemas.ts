import { outcomes } from "@torrent/core";
import * as z from "zod/mini";
import { described, named } from "../docs/words.ts";

const count = () => z.int().check(z.gte(0));

const PassActivity = named(
  "PassActivity",
  z.object({
    pass: z.string(),
    planned: count(),
    outcomes: z.object(
      Object.fromEntries(outcomes.map((one) => [one, count()])) as Record<
        (typeof outcomes)[number],
        ReturnType<typeof count>
      >,
    ),
    waiting: described(count(), "Planned, and not settled."),
    retried: described(count(), "Settled tasks that took more than one delivery."),
    lambda: count(),
    fargate: count(),
    ms: z.number(),
    estimatedMs: described(z.number(), "What the plans expected of the tasks that succeeded."),
    histogram: described(z.array(count()), "Tasks by duration: under 1 ms, then a bucket for each doubling."),
  }),
);
export type PassActivity = z.infer<typeof PassActivity>;

const Bin = z.object({ at: z.number(), ended: count(), failed: count(), retried: count(), busyMs: z.number() });
export type ActivityBin = z.infer<typeof Bin>;

export const Activity = named(
  "Activity",
  z.object({
    partial: described(z.boolean(), "Only the first 50,000 components of the rounds were read."),
    passes: z.array(PassActivity),
    axis: described(
      z.object({
        from: z.number(),
        to: z.number(),
        binMs: z.number(),
        bins: z.array(Bin),
        gaps: described(
          z.array(z.object({ from: z.number(), to: z.number() })),
          "Long stretches in which no task ended; what is short of them is to be drawn.",
        ),
        rounds: described(
          z.array(z.object({ round: z.int(), at: z.number() })),
          "Where each later round began; of an earlier one, where its first task ended.",
        ),
      }),
      "Tasks by the time of their end; bins in which none ended are left out. They are as narrow as the time that is not a gap allows.",
    ),
    cost: described(
      z.object({
        parts: z.array(z.object({ name: z.string(), usd: z.number(), of: z.string() })),
        usd: z.number(),
        choreographyUsd: z.number(),
        stepFunctionsUsd: z.number(),
      }),
      "An estimate by list prices; see the parts for what was counted.",
    ),
  }),
);
export type Activity = z.infer<typeof Activity>;
