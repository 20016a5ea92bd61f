import { bands, packageStates } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Completion } from "./completion-schema.ts";
import { Failure } from "./failure-schema.ts";

const ms = (description: string) => described(z.number(), `${description} Epoch milliseconds.`);
const count = () => z.int().check(z.gte(0));

export const Priority = named(
  "Priority",
  z.object({
    score: described(z.number(), "0–100: the sum of value × weight over the factors."),
    band: z.enum(bands),
    factors: z.array(
      z.object({ name: z.string(), value: z.number(), weight: z.number(), evidence: z.optional(z.string()) }),
    ),
  }),
);

export const TaskTotals = named(
  "TaskTotals",
  z.object({
    succeeded: count(),
    failed: count(),
    skipped: count(),
    expired: count(),
    cancelled: count(),
    ms: described(z.number(), "Milliseconds spent in passes, summed over tasks."),
    counts: described(z.record(z.string(), count()), "What the choreography counts, by its names."),
    retried: described(count(), "Tasks that took more than one delivery."),
    heavy: described(count(), "Tasks that ran on a worker; the others ran as functions."),
    heavyFailed: count(),
    heavyMs: described(z.number(), "Part of `ms` spent on workers."),
  }),
  "Totals over the settled components.",
);

export const ProgressView = named(
  "Progress",
  z.object({
    expected: described(z.optional(count()), "Components in this round; absent until intake has counted them."),
    settled: count(),
    failed: count(),
    missing: described(z.optional(count()), "expected − settled: queued, in progress, or lost."),
    tasks: TaskTotals,
  }),
  "Counts of components in the current round, read from the tally tree.",
);

const Estimate = named(
  "CostEstimate",
  z.object({
    usd: z.number(),
    choreographyUsd: described(z.number(), "The part spent on counting and messages."),
    stepFunctionsUsd: described(z.number(), "Cost of the same steps as Step Functions state transitions."),
  }),
  "US dollars at list prices, for the settled components; `/activity` breaks it down.",
);

export const PackageSummary = named(
  "PackageSummary",
  z.object({
    id: z.string(),
    name: z.string(),
    bytes: count(),
    state: z.enum(packageStates),
    round: z.int(),
    revision: described(z.optional(z.int()), "The latest revision of the outcome."),
    createdAt: ms("When the package was registered."),
    updatedAt: ms("When the package's record was last written."),
    roundAt: ms("When the current round began; with `progress` and `now`, the basis for a rate."),
    finishedAt: z.optional(ms("When the latest round ended.")),
    deadlineAt: ms("When missing components will be settled as expired."),
    priority: Priority,
    progress: ProgressView,
    stalled: described(z.boolean(), "Open, but without progress for too long."),
    retrying: described(count(), "Tasks that failed a delivery and will be retried; up to 5 s old."),
    cost: Estimate,
    warningCount: count(),
    error: z.optional(Failure),
  }),
);
export type PackageSummary = z.infer<typeof PackageSummary>;

export const PackageDetail = named(
  "Package",
  z.extend(PackageSummary, {
    key: described(z.string(), "Key of the inbox object."),
    components: z.optional(count()),
    grown: described(z.optional(count()), "Components that tasks added later."),
    fannedOut: z.boolean(),
    warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
    stages: z.array(
      z.object({
        stage: z.enum(["inbox", "intake", "classify", "light", "heavy", "aggregate"]),
        unit: z.enum(["package", "component", "task"]),
        expected: described(z.optional(count()), "done + failed + inFlight + missing; absent until counted."),
        done: described(count(), "Completed without failure."),
        failed: count(),
        inFlight: described(count(), "Dispatched: queued, in progress, or waiting for a retry."),
        missing: described(count(), "Not dispatched yet: waiting for an earlier step."),
        retrying: described(count(), "Tasks in flight that have failed a delivery."),
        approximate: described(
          z.boolean(),
          "True if extrapolated; counts are exact once at most 400 components are left.",
        ),
        growing: described(z.boolean(), "True if components without a plan will add to `expected`."),
        status: z.enum(["waiting", "active", "done", "failed"]),
      }),
    ),
    completions: described(z.array(Completion), "How the notifications of subscribers stand in the current round."),
    notifying: described(z.boolean(), "True while a subscriber is still to be notified."),
    now: ms("Server time of this response."),
  }),
);
export type PackageDetail = z.infer<typeof PackageDetail>;
export type StageView = PackageDetail["stages"][number];
