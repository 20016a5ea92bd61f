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
  })
  .openapi("TaskTotals");

export const ProgressView = z
  .object({
    expected: count().optional().openapi({ description: "Components of this round; absent until intake has counted." }),
    settled: count(),
    failed: count(),
    missing: count().optional().openapi({ description: "expected − settled: in a queue, in work, or lost." }),
    tasks: TaskTotals,
  })
  .openapi("Progress", { description: "Counted in components of the current round, read from the tally tree." });

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
    finishedAt: ms("When its last round ended.").optional(),
    deadlineAt: ms("When what is missing will be settled as expired."),
    priority: Priority,
    progress: ProgressView,
    stalled: z.boolean().openapi({ description: "Open, and the sweep has seen it settle nothing for too long." }),
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
      stage: z.enum(["inbox", "intake", "classify", "analyze", "aggregate"]),
      unit: z.enum(["package", "component"]),
      expected: count().optional(),
      done: count(),
      failed: count(),
      inFlight: count().openapi({ description: "Being worked on or waiting in this stage's queue." }),
      approximate: z.boolean(),
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
