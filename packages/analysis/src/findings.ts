import * as z from "zod/mini";

export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/**
 * Something that a pass noticed at a place. `start`/`end` are byte offsets into the component, `line` counts from 1; for a slice
 * they are places in the whole file, and what begins outside of its own part is left to its neighbour (`ownPart` of core).
 */
export interface Finding {
  /** Stable id of the rule, e.g. `aws-access-key`. */
  rule: string;
  title: string;
  severity: Severity;
  start?: number;
  end?: number;
  line?: number;
  /** At most 200 characters around the place. Untrusted text: whoever shows it escapes it. */
  context?: string;
  /** Where in `context` what was found stands: first and past the last, in UTF-16 units. */
  mark?: readonly [number, number];
  tags?: readonly string[];
}

/** A thing of the world named in a component. `value` is normalised: equal values are the same thing. */
export interface Entity {
  kind: string;
  value: string;
  /** As it stood in the text. */
  text: string;
  start: number;
  end: number;
  /** 0..1 */
  confidence: number;
  context?: string;
  /** Mentions of the value in the component, where the list holds each value once; `start` and `end` are the first's. */
  count?: number;
}

const place = z.int().check(z.minimum(0));
const optionalPlace = z.optional(place);

/** What the passes of the reference choreography store. */
export const AnalysisResult = z.object({
  findings: z._default(
    z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        severity: z.enum(severities),
        start: optionalPlace,
        end: optionalPlace,
        line: z.optional(z.int().check(z.minimum(1))),
        context: z.optional(z.string()),
        mark: z.optional(z.tuple([place, place])),
        tags: z.optional(z.array(z.string())),
      }),
    ),
    [],
  ),
  entities: z._default(
    z.array(
      z.object({
        kind: z.string(),
        value: z.string(),
        text: z.string(),
        start: z.number(),
        end: z.number(),
        confidence: z.number(),
        context: z.optional(z.string()),
        count: z.optional(z.int().check(z.minimum(1))),
      }),
    ),
    [],
  ),
  /** Facts of the pass's own, plain JSON, for the report and for passes that come after it. */
  facts: z._default(z.record(z.string(), z.unknown()), {}),
  /** Versions of the packs of patterns and the like that it worked with, by name; the report lists them. */
  packs: z.optional(z.record(z.string(), z.string())),
  /** Text extracted from a binary format, for the passes after this one. */
  text: z.optional(z.string()),
  /** True where a limit cut the lists; the report says so. */
  truncated: z.optional(z.boolean()),
});
export type AnalysisResult = z.infer<typeof AnalysisResult>;
export type StoredFinding = AnalysisResult["findings"][number];
export type StoredEntity = AnalysisResult["entities"][number];
