import { outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";

const count = () => z.int().check(z.gte(0));

const PassActivity = named(
  "PassActivity",
  z.object({
    pass: z.string(),
    planned: count(),
    outcomes: z.object(
      Object.fromEntries(outcomes.map((outcome) => [outcome, count()])) as Record<
        (typeof outcomes)[number],
        ReturnType<typeof count>
      >,
    ),
    waiting: described(count(), "Planned and not yet settled."),
    retried: described(count(), "Settled tasks that took more than one delivery."),
    function: described(count(), "Tasks planned to run as functions."),
    worker: described(count(), "Tasks planned to run on workers."),
    ms: z.number(),
    estimatedMs: described(z.number(), "Duration that the plans estimated for the tasks that succeeded."),
    histogram: described(z.array(count()), "Number of tasks by duration: below 1 ms, then one bucket per doubling."),
  }),
);
export type PassActivity = z.infer<typeof PassActivity>;

const Bin = z.object({ at: z.number(), ended: count(), failed: count(), retried: count(), busyMs: z.number() });
export type ActivityBin = z.infer<typeof Bin>;

export const Activity = named(
  "Activity",
  z.object({
    partial: described(z.boolean(), "True if only the first 50,000 components were read."),
    passes: z.array(PassActivity),
    axis: described(
      z.object({
        from: z.number(),
        to: z.number(),
        binMs: z.number(),
        bins: z.array(Bin),
        gaps: described(
          z.array(z.object({ from: z.number(), to: z.number() })),
          "Long periods in which no task completed; draw them shortened.",
        ),
        rounds: described(
          z.array(z.object({ round: z.int(), at: z.number() })),
          "When each round after the first began; for rounds before the current one, when their first task completed.",
        ),
      }),
      "Tasks by completion time. Empty bins are omitted; bins are as narrow as the time outside the gaps allows.",
    ),
    cost: described(
      z.object({
        parts: z.array(z.object({ name: z.string(), usd: z.number(), of: z.string() })),
        usd: z.number(),
        choreographyUsd: z.number(),
        stepFunctionsUsd: z.number(),
      }),
      "An estimate at list prices; `parts` lists what was counted.",
    ),
  }),
);
export type Activity = z.infer<typeof Activity>;
