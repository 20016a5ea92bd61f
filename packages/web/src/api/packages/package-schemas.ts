import { bands, packageStates } from "@torrent/core";
import * as z from "zod/mini";
import { described, named } from "../docs/words.ts";

const ms = (description: string) => described(z.number(), `${description} Epoch milliseconds.`);
const count = () => z.int().check(z.gte(0));

export const Failure = named("Failure", z.object({ kind: z.string(), message: z.string() }));

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
    findings: count(),
    entities: count(),
    retried: described(count(), "Took more than one delivery."),
    heavy: described(count(), "Ran on a worker; the rest ran as functions."),
    heavyFailed: count(),
    heavyMs: described(z.number(), "The workers' part of `ms`."),
  }),
  "Of the components that are settled.",
);

export const ProgressView = named(
  "Progress",
  z.object({
    expected: described(z.optional(count()), "Components of this round; absent until intake has counted."),
    settled: count(),
    failed: count(),
    missing: described(z.optional(count()), "expected − settled: in a queue, in work, or lost."),
    tasks: TaskTotals,
  }),
  "Counted in components of the current round, read from the tally tree.",
);

const Estimate = named(
  "CostEstimate",
  z.object({
    usd: z.number(),
    choreographyUsd: described(z.number(), "Its part for counting and messages."),
    stepFunctionsUsd: described(z.number(), "What the same steps would cost as state transitions."),
  }),
  "US dollars by list prices, of the components that are settled; `/activity` tells the parts.",
);

export const PackageSummary = named(
  "PackageSummary",
  z.object({
    id: z.string(),
    name: z.string(),
    bytes: count(),
    state: z.enum(packageStates),
    round: z.int(),
    revision: described(z.optional(z.int()), "The last finished revision of the report."),
    createdAt: ms("When the package was registered."),
    updatedAt: ms("When its row was last written."),
    roundAt: ms("When its current round began: with `progress` and `now`, what a rate is made of."),
    finishedAt: z.optional(ms("When its last round ended.")),
    deadlineAt: ms("When what is missing will be settled as expired."),
    priority: Priority,
    progress: ProgressView,
    stalled: described(z.boolean(), "Open, and the sweep has seen it settle nothing for too long."),
    retrying: described(count(), "Tasks that failed a delivery and will be tried again; up to 5 s old."),
    cost: Estimate,
    warningCount: count(),
    error: z.optional(Failure),
  }),
);
export type PackageSummary = z.infer<typeof PackageSummary>;

export const PackageDetail = named(
  "Package",
  z.extend(PackageSummary, {
    key: described(z.string(), "The inbox object's key."),
    components: z.optional(count()),
    grown: described(z.optional(count()), "Components that tasks handed out later."),
    fannedOut: z.boolean(),
    warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
    stages: z.array(
      z.object({
        stage: z.enum(["inbox", "intake", "classify", "light", "heavy", "aggregate"]),
        unit: z.enum(["package", "component", "task"]),
        expected: described(z.optional(count()), "done + failed + inFlight + missing; absent until counted."),
        done: described(count(), "Ended, and not failed."),
        failed: count(),
        inFlight: described(count(), "Sent: queued, in work, or waiting to be tried again."),
        missing: described(count(), "Not sent yet: it waits for what comes before it."),
        retrying: described(count(), "Those in flight that failed a delivery."),
        approximate: described(z.boolean(), "Extrapolated; exact once at most 400 components are left."),
        growing: described(z.boolean(), "Components without a plan will add to `expected`."),
        status: z.enum(["waiting", "active", "done", "failed"]),
      }),
    ),
    now: ms("The server's time of this answer."),
  }),
);
export type PackageDetail = z.infer<typeof PackageDetail>;
export type StageView = PackageDetail["stages"][number];
