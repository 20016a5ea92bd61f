import { bands, outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { severities } from "../findings.ts";

const Failure = z.object({ kind: z.string(), message: z.string() });
export const FactorSchema = z.object({
  name: z.string(),
  value: z.number(),
  weight: z.number(),
  evidence: z.optional(z.string()),
});

/** Where a correlation rests: its evidence. Offsets are bytes into the component. */
export const Place = z.object({
  component: z.string(),
  pass: z.string(),
  start: z.optional(z.number()),
  end: z.optional(z.number()),
  line: z.optional(z.number()),
});
export type Place = z.infer<typeof Place>;

export const ReportFinding = z.object({
  rule: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  pass: z.string(),
  component: z.string(),
  name: z.string(),
  /** Of the component. */
  kind: z.optional(z.string()),
  start: z.optional(z.number()),
  end: z.optional(z.number()),
  line: z.optional(z.number()),
  context: z.optional(z.string()),
  /** Where in `context` what was found stands, in UTF-16 units. */
  mark: z.optional(z.tuple([z.number(), z.number()])),
  tags: z.optional(z.array(z.string())),
  /** By the one scorer, of the finding alone: `findings.scores` in the report holds its factors. */
  score: z.optional(z.number()),
});
export type ReportFinding = z.infer<typeof ReportFinding>;

/** How often one rule was broken, and where first. */
export const RuleCount = z.object({
  rule: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  pass: z.string(),
  findings: z.number(),
  components: z.number(),
  name: z.string(),
  first: Place,
});
export type RuleCount = z.infer<typeof RuleCount>;

/** What all findings of one severity in components of one kind score, and why. */
export const FindingScore = z.object({
  severity: z.enum(severities),
  kind: z.string(),
  score: z.number(),
  factors: z.array(FactorSchema),
});
export type FindingScore = z.infer<typeof FindingScore>;

export const SharedEntitySchema = z.object({
  kind: z.string(),
  value: z.string(),
  mentions: z.number(),
  components: z.number(),
  places: z.array(z.string()),
  /** The first place in each of `places`. */
  evidence: z.optional(z.array(Place)),
});

/** Findings of different rules in one component, or near one entity wherever it is named. */
export const Meeting = z.object({
  around: z.enum(["component", "entity"]),
  /** The entity that they are near, for `entity`. */
  entity: z.optional(z.object({ kind: z.string(), value: z.string() })),
  /** The worst of the findings'. */
  severity: z.enum(severities),
  /** Different rules that co-occur; `findings` names the first places of the worst of them. */
  rules: z.number(),
  findings: z.array(
    z.object({ rule: z.string(), title: z.string(), severity: z.enum(severities), name: z.string(), ...Place.shape }),
  ),
});
export type Meeting = z.infer<typeof Meeting>;

/** Components whose texts are nearly the same. */
export const NearDuplicates = z.object({
  components: z.array(z.object({ ref: z.string(), name: z.string() })),
  /** How many the group holds; `components` lists the first. */
  total: z.number(),
  /** Estimated share of word sequences in common (0..1), of the two that are least alike among those compared. */
  similarity: z.number(),
});
export type NearDuplicates = z.infer<typeof NearDuplicates>;

/** Times are epoch milliseconds; a time without a zone is taken for UTC. */
export const Timeline = z.object({
  from: z.number(),
  to: z.number(),
  /** Width of a bucket; only those in which something was named are listed. */
  bucketMs: z.number(),
  buckets: z.array(z.object({ at: z.number(), mentions: z.number(), first: Place })),
  eventCount: z.number(),
  /** The most important ones, in the order of time. `what` is a short id such as `log-gap`; `to` is set if it lasted. */
  events: z.array(
    z.object({
      at: z.number(),
      to: z.optional(z.number()),
      what: z.string(),
      title: z.string(),
      name: z.string(),
      ...Place.shape,
    }),
  ),
});
export type Timeline = z.infer<typeof Timeline>;

/** A component unlike the others of its kind. */
export const Outlier = z.object({
  component: z.string(),
  name: z.string(),
  kind: z.string(),
  /** What sets it apart: `bytes`, `findings`, `entities`, `rule:ID` or `entity:KIND`. */
  feature: z.string(),
  value: z.number(),
  /** The middle value of the kind's components; for a `rule:` or an `entity:` how many of them have it. */
  typical: z.number(),
  /** Components of the kind. */
  of: z.number(),
  /** In words. */
  why: z.string(),
  /** Missing for what is true of the component as a whole. */
  evidence: z.optional(Place),
});
export type Outlier = z.infer<typeof Outlier>;

export const Defects = z.object({
  total: z.number(),
  first: z.array(z.object({ component: z.string(), name: z.string(), pass: z.string(), ...Failure.shape })),
});

/** One component in the report's list. */
export const ReportComponent = z.object({
  ref: z.string(),
  name: z.string(),
  kind: z.string(),
  bytes: z.number(),
  findings: z.number(),
  entities: z.number(),
  worst: z.optional(z.enum(severities)),
  failed: z.optional(z.array(z.string())),
  /** By the one scorer: what was found in the component, within its package. */
  score: z.optional(z.number()),
});

/** `report.json`. All that depends on the hour stands under `timing`; the rest is a function of package and code. */
export const Report = z.object({
  v: z.literal(1),
  package: z.object({ id: z.string(), name: z.string(), bytes: z.number(), components: z.number() }),
  revision: z.number(),
  status: z.enum(["complete", "partial", "failed"]),
  tasks: z.object({ expected: z.number(), ...Object.fromEntries(outcomes.map((o) => [o, z.number()])) } as Record<
    "expected" | (typeof outcomes)[number],
    z.ZodMiniNumber
  >),
  priority: z.object({
    score: z.number(),
    band: z.enum(bands),
    factors: z.array(FactorSchema),
    /** Version of the table of weights that it was made with. */
    table: z.optional(z.string()),
  }),
  findings: z.object({
    total: z.number(),
    bySeverity: z.record(z.enum(severities), z.number()),
    top: z.array(ReportFinding),
    /** All of them by rule, including those that do not fit into `top`; the most severe first. */
    byRule: z.optional(z.array(RuleCount)),
    /** How they are scored, the highest first. */
    scores: z.optional(z.array(FindingScore)),
  }),
  entities: z.object({
    total: z.number(),
    byKind: z.record(z.string(), z.number()),
    top: z.array(SharedEntitySchema),
    /** Different values by kind; times are not counted. */
    distinct: z.optional(z.record(z.string(), z.number())),
    /** Set if there are more values than are kept: the figures then describe a representative sample. */
    sampled: z.optional(z.boolean()),
  }),
  correlations: z.object({
    sharedEntities: z.array(SharedEntitySchema),
    sharedCount: z.number(),
    /** Components with the same bytes. */
    duplicates: z.array(z.array(z.string())),
    /** Revisions written before these were made have none. */
    meetings: z.optional(z.object({ total: z.number(), top: z.array(Meeting) })),
    nearDuplicates: z.optional(z.object({ total: z.number(), top: z.array(NearDuplicates) })),
    timeline: z.optional(Timeline),
    outliers: z.optional(z.object({ total: z.number(), top: z.array(Outlier) })),
  }),
  components: z.array(ReportComponent),
  kinds: z.record(z.string(), z.number()),
  failures: z.object({
    total: z.number(),
    first: z.array(
      z.object({
        component: z.string(),
        name: z.string(),
        pass: z.string(),
        outcome: z.enum(outcomes),
        error: z.optional(Failure),
      }),
    ),
  }),
  /** What was wrong with stored results; a task without a usable one counts as failed. */
  defects: z.optional(Defects),
  /** Results whose lists of findings or entities a limit of their pass cut, by pass: there is more of the same. */
  limited: z.optional(z.record(z.string(), z.number())),
  /** What decided `status`: how many of the required tasks succeeded, and how many might fail. */
  fanIn: z.optional(
    z.object({
      required: z.number(),
      succeeded: z.number(),
      toleratedFailurePercent: z.number(),
      /** Tasks that left no result, optional ones too; in all, and by pass. */
      missing: z.number(),
      byPass: z.record(z.string(), z.number()),
      /** The highest score that they could bring. */
      couldBecome: z.object({ score: z.number(), band: z.enum(bands) }),
    }),
  ),
  warnings: z.array(z.object({ entry: z.string(), message: z.string() })),
  warningCount: z.number(),
  passes: z.record(z.string(), z.number()),
  /** Passes that left no result at all, with the version that was asked for. */
  passesWithoutResult: z.optional(z.record(z.string(), z.number())),
  /** Versions of the packs of patterns and the like that passes worked with. */
  packs: z.optional(z.record(z.string(), z.string())),
  timing: z.object({
    receivedAt: z.number(),
    finishedAt: z.number(),
    seconds: z.number(),
    passMs: z.number(),
    /** An estimate by list prices, in US dollars, over all rounds; and what as many state transitions would have cost. */
    cost: z.optional(
      z.object({
        usd: z.number(),
        choreographyUsd: z.number(),
        stepFunctionsUsd: z.number(),
        parts: z.array(z.object({ name: z.string(), usd: z.number(), of: z.string() })),
      }),
    ),
  }),
});
export type Report = z.infer<typeof Report>;
