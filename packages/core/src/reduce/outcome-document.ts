import * as z from "zod/mini";
import { bands } from "../priority/table.ts";
import { RoundSum } from "./round-sum.ts";

const numbers = z.record(z.string(), z.number());
const count = z.int().check(z.minimum(0));

const Tasks = z.object({
  expected: count,
  succeeded: count,
  failed: count,
  skipped: count,
  expired: count,
  cancelled: count,
});

const Priority = z.object({
  /** Version of the table that the score was made with. */
  table: z.string(),
  score: z.number(),
  band: z.enum(bands),
  factors: z.array(
    z.object({ name: z.string(), value: z.number(), weight: z.number(), evidence: z.optional(z.string()) }),
  ),
});

const Cost = z.object({
  parts: z.array(z.object({ name: z.string(), usd: z.number(), of: z.string() })),
  usd: z.number(),
  choreographyUsd: z.number(),
  stepFunctionsUsd: z.number(),
});

/** What became of a round of a package, whatever its choreography: `reports/<package>/<revision>/outcome.json`. */
export const PackageOutcome = z.object({
  v: z.literal(1),
  package: z.object({ id: z.string(), name: z.string(), bytes: z.number(), components: count }),
  revision: count,
  status: z.enum(["complete", "partial", "failed"]),
  tasks: Tasks,
  /** What the choreography counts. */
  counts: numbers,
  priority: Priority,
  /** Components by kind. */
  kinds: numbers,
  failures: RoundSum.shape.failures,
  defects: RoundSum.shape.defects,
  fanIn: z.object({
    required: count,
    succeeded: count,
    toleratedFailurePercent: z.number(),
    missing: count,
    byPass: numbers,
    /** The highest score that missing results could bring. */
    couldBecome: z.object({ score: z.number(), band: z.enum(bands) }),
  }),
  warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
  warningCount: count,
  /** The newest version of each pass that a result is of, and the passes that left none. */
  passes: numbers,
  passesWithoutResult: numbers,
  timing: z.object({
    receivedAt: z.number(),
    finishedAt: z.number(),
    seconds: z.number(),
    passMs: z.number(),
    cost: z.optional(Cost),
  }),
  /** What the reducer's `finish` returned. */
  result: z.optional(z.unknown()),
  /** One line each, for people: what to look at first. Untrusted text. */
  highlights: z.array(z.string()),
  /** Names of the files next to this one. */
  files: z.array(z.string()),
});
export type PackageOutcome = z.infer<typeof PackageOutcome>;
