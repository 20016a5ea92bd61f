import * as z from "zod";
import { outcomes } from "../outcome.ts";
import { severities } from "../pass.ts";
import { bands } from "../priority/score.ts";

const Failure = z.object({ kind: z.string(), message: z.string() });
export const FactorSchema = z.object({
  name: z.string(),
  value: z.number(),
  weight: z.number(),
  evidence: z.string().optional(),
});

export const ReportFinding = z.object({
  rule: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  pass: z.string(),
  component: z.string(),
  name: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
  line: z.number().optional(),
  context: z.string().optional(),
  tags: z.array(z.string()).optional(),
});
export type ReportFinding = z.infer<typeof ReportFinding>;

export const SharedEntitySchema = z.object({
  kind: z.string(),
  value: z.string(),
  mentions: z.number(),
  components: z.number(),
  places: z.array(z.string()),
});

/** `report.json`. All that depends on the hour stands under `timing`; the rest is a function of package and code. */
export const Report = z.object({
  v: z.literal(1),
  package: z.object({ id: z.string(), name: z.string(), bytes: z.number(), components: z.number() }),
  revision: z.number(),
  status: z.enum(["complete", "partial", "failed"]),
  tasks: z.object({ expected: z.number(), ...Object.fromEntries(outcomes.map((o) => [o, z.number()])) } as Record<
    "expected" | (typeof outcomes)[number],
    z.ZodNumber
  >),
  priority: z.object({ score: z.number(), band: z.enum(bands), factors: z.array(FactorSchema) }),
  findings: z.object({
    total: z.number(),
    bySeverity: z.record(z.enum(severities), z.number()),
    top: z.array(ReportFinding),
  }),
  entities: z.object({
    total: z.number(),
    byKind: z.record(z.string(), z.number()),
    top: z.array(SharedEntitySchema),
  }),
  correlations: z.object({
    sharedEntities: z.array(SharedEntitySchema),
    sharedCount: z.number(),
    duplicates: z.array(z.array(z.string())),
  }),
  components: z.array(
    z.object({
      ref: z.string(),
      name: z.string(),
      kind: z.string(),
      bytes: z.number(),
      findings: z.number(),
      entities: z.number(),
      worst: z.enum(severities).optional(),
      failed: z.array(z.string()).optional(),
    }),
  ),
  kinds: z.record(z.string(), z.number()),
  failures: z.object({
    total: z.number(),
    first: z.array(
      z.object({
        component: z.string(),
        name: z.string(),
        pass: z.string(),
        outcome: z.enum(outcomes),
        error: Failure.optional(),
      }),
    ),
  }),
  /** What was wrong with stored results; a task without a usable one counts as failed. */
  defects: z
    .object({
      total: z.number(),
      first: z.array(z.object({ component: z.string(), name: z.string(), pass: z.string(), ...Failure.shape })),
    })
    .optional(),
  warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
  warningCount: z.number(),
  passes: z.record(z.string(), z.number()),
  timing: z.object({ receivedAt: z.number(), finishedAt: z.number(), seconds: z.number(), passMs: z.number() }),
});
export type Report = z.infer<typeof Report>;
