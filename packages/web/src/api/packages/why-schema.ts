import { outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Completion } from "./completion-schema.ts";
import { Failure } from "./failure-schema.ts";

const Next = described(
  z.object({ event: z.string(), at: z.optional(z.number()) }),
  "The event expected next and, if known, the latest time for it (epoch milliseconds).",
);

export const Why = named(
  "Why",
  z.object({
    packageId: z.string(),
    state: z.string(),
    round: z.int(),
    because: described(z.string(), "The explanation in one sentence."),
    missingTasks: z.int(),
    unplannedComponents: z.int(),
    byPass: z.record(z.string(), z.int()),
    missing: z.array(
      z.object({
        component: z.string(),
        name: z.string(),
        pass: z.string(),
        queue: z.string(),
        state: z.enum(["queued", "waiting"]),
        after: z.optional(z.array(z.string())),
        attempts: z.int(),
        lastError: z.optional(Failure),
        next: Next,
      }),
    ),
    queues: z.record(
      z.string(),
      z.object({
        visible: z.int(),
        inFlight: z.int(),
        delayed: z.int(),
        dead: z.int(),
      }),
    ),
    workers: z.int(),
    next: Next,
    late: described(
      z.optional(
        z.object({
          count: z.int(),
          first: z.array(
            z.object({
              component: z.string(),
              name: z.string(),
              pass: z.string(),
              round: z.int(),
              outcome: z.enum(outcomes),
            }),
          ),
        }),
      ),
      "Results that arrived after their task was settled; a redrive creates a revision that includes them.",
    ),
    completions: z.array(Completion),
    sweepActsAt: z.optional(z.number()),
    deadlineAt: z.number(),
  }),
);
