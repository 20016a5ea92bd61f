import { z } from "@hono/zod-openapi";
import { bands, packageStates } from "@torrent/core";

const ms = (description: string) => z.number().openapi({ description: `${description} Epoch milliseconds.` });
const count = () => z.number().int().min(0);

export const Failure = z.object({ kind: z.string(), message: z.string() }).openapi("Failure");

export const Priority = z
  .object({
    score: z.number().openapi({ description: "0–100: the sum of value × weight over the factors." }),
    band: z.enum(bands),
    factors: z.array(
      z.object({ name: z.string(), value: z.number(), weight: z.number(), evidence: z.string().optional() }),
    ),
  })
  .openapi("Priority");

export const TaskTotals = z
  .object({
    succeeded: count(),
    failed: count(),
    skipped: count(),
    expired: count(),
    cancelled: count(),
    ms: z.number().openapi({ description: "Milliseconds spent in passes, summed over tasks." }),
    findings: count(),
    entities: count(),
    retried: count().openapi({ description: "Took more than one delivery." }),
    heavy: count().openapi({ description: "Ran on a worker; the rest ran as functions." }),
    heavyFailed: count(),
    heavyMs: z.number().openapi({ description: "The workers' part of `ms`." }),
  })
  .openapi("TaskTotals", { description: "Of the components that are settled." });

export const ProgressView = z
  .object({
    expected: count().optional().openapi({ description: "Components of this round; absent until intake has counted." }),
    settled: count(),
    failed: count(),
    missing: count().optional().openapi({ description: "expected − settled: in a queue, in work, or lost." }),
    tasks: TaskTotals,
  })
  .openapi("Progress", { description: "Counted in components of the current round, read from the tally tree." });

const Estimate = z
  .object({
    usd: z.number(),
    choreographyUsd: z.number().openapi({ description: "Its part for counting and messages." }),
    stepFunctionsUsd: z.number().openapi({ description: "What the same steps would cost as state transitions." }),
  })
  .openapi("CostEstimate", {
    description: "US dollars by list prices, of the components that are settled; `/activity` tells the parts.",
  });

export const PackageSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    bytes: count(),
    state: z.enum(packageStates),
    round: z.number().int(),
    revision: z.number().int().optional().openapi({ description: "The last finished revision of the report." }),
    createdAt: ms("When the package was registered."),
    updatedAt: ms("When its row was last written."),
    roundAt: ms("When its current round began: with `progress` and `now`, what a rate is made of."),
    finishedAt: ms("When its last round ended.").optional(),
    deadlineAt: ms("When what is missing will be settled as expired."),
    priority: Priority,
    progress: ProgressView,
    stalled: z.boolean().openapi({ description: "Open, and the sweep has seen it settle nothing for too long." }),
    retrying: count().openapi({ description: "Tasks that failed a delivery and will be tried again; up to 5 s old." }),
    cost: Estimate,
    warningCount: count(),
    error: Failure.optional(),
  })
  .openapi("PackageSummary");
export type PackageSummary = z.infer<typeof PackageSummary>;

export const PackageDetail = PackageSummary.extend({
  key: z.string().openapi({ description: "The inbox object's key." }),
  components: count().optional(),
  grown: count().optional().openapi({ description: "Components that tasks handed out later." }),
  fannedOut: z.boolean(),
  warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
  stages: z.array(
    z.object({
      stage: z.enum(["inbox", "intake", "classify", "light", "heavy", "aggregate"]),
      unit: z.enum(["package", "component", "task"]),
      expected: count()
        .optional()
        .openapi({ description: "done + failed + inFlight + missing; absent until counted." }),
      done: count().openapi({ description: "Ended, and not failed." }),
      failed: count(),
      inFlight: count().openapi({ description: "Sent: queued, in work, or waiting to be tried again." }),
      missing: count().openapi({ description: "Not sent yet: it waits for what comes before it." }),
      retrying: count().openapi({ description: "Those in flight that failed a delivery." }),
      approximate: z.boolean().openapi({ description: "Extrapolated; exact once at most 400 components are left." }),
      growing: z.boolean().openapi({ description: "Components without a plan will add to `expected`." }),
      status: z.enum(["waiting", "active", "done", "failed"]),
    }),
  ),
  now: ms("The server's time of this answer."),
}).openapi("Package");
export type PackageDetail = z.infer<typeof PackageDetail>;
export type StageView = PackageDetail["stages"][number];

export const PackageId = z.object({
  id: z
    .string()
    .regex(/^pkg_[0-9a-f]{24}$/, "A package id is pkg_ and 24 hex digits")
    .openapi({ example: "pkg_0f1e2d3c4b5a69788796a5b4" }),
});

export const limit = (most: number, usual: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .openapi({ description: `1–${most}` });

export const cursor = z.string().max(2048).optional().openapi({ description: "`next` of the page before." });

/** `?state=failed&state=partial` and `?state=failed,partial` mean the same. */
export const several = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .preprocess(
      (value) => (value === undefined ? value : [value].flat().flatMap((one) => String(one).split(","))),
      z.array(z.enum(names)).max(names.length).optional(),
    )
    .openapi({ type: "array", items: { type: "string", enum: [...names] } });
