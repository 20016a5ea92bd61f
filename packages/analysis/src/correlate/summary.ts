import * as z from "zod/mini";
import { ReportComponent, ReportFinding } from "../report/schema.ts";
import { REDUCER_VERSION } from "../version.ts";
import { rank } from "./beside.ts";
import { addCounts, Counts, noCounts } from "./counts.ts";
import { EntitySummary, entitiesSeen } from "./entities.ts";
import { MeetingSummary, meetingsSeen } from "./meetings.ts";
import { byRef, compare } from "./order.ts";
import { OutlierSummary, outliersSeen } from "./outliers.ts";
import { RuleSummary, rulesSeen } from "./rules.ts";
import { TimelineSummary, timelineSeen } from "./timeline.ts";
import { topOf } from "./top.ts";

/** Entries that a summary and `report.json` keep; all findings are in `findings.ndjson`. */
export const KEPT = { findings: 100, components: 1000 };

/** One component in the report's list before it is scored, with what sets it apart. */
export const SummarisedComponent = z.extend(z.omit(ReportComponent, { score: true }), {
  /** Findings by severity, and different entities by kind: what its own score is made from. */
  bySeverity: z.optional(z.record(z.string(), z.number())),
  entityKinds: z.optional(z.record(z.string(), z.number())),
  sha256: z.string(),
  /** See `similar.ts`. */
  signature: z.optional(z.string()),
});
export type SummarisedComponent = z.infer<typeof SummarisedComponent>;

/**
 * What a group of components comes to: all that the report needs of it but the findings one by one. Summaries are added
 * up in any order and in any parts with the same result, so that a group's is made once and read ever after.
 */
export const Summary = z.object({
  v: z.literal(REDUCER_VERSION),
  counts: Counts,
  top: z.array(ReportFinding),
  rules: RuleSummary,
  components: z.array(SummarisedComponent),
  entities: EntitySummary,
  meetings: MeetingSummary,
  timeline: TimelineSummary,
  outliers: OutlierSummary,
});
export type Summary = z.infer<typeof Summary>;

/** The worst first, then by what and where they are: the order of the components decides only between equals. */
export const findingOrder = (a: ReportFinding, b: ReportFinding): number =>
  rank(b.severity) - rank(a.severity) ||
  compare(a.name, b.name) ||
  (a.start ?? 0) - (b.start ?? 0) ||
  compare(a.rule, b.rule) ||
  byRef(a.component, b.component) ||
  compare(a.pass, b.pass) ||
  (a.end ?? 0) - (b.end ?? 0) ||
  (a.line ?? 0) - (b.line ?? 0) ||
  compare(JSON.stringify(a), JSON.stringify(b));

/** Adds up components and summaries. What it holds is bounded, but for some hundred bytes a component. */
export const summaryOf = (options: { entities?: number } = {}) => {
  const counts = noCounts();
  const top = topOf<ReportFinding>(KEPT.findings, findingOrder);
  const rules = rulesSeen();
  const components: SummarisedComponent[] = [];
  const entities = entitiesSeen(options.entities);
  const meetings = meetingsSeen();
  const timeline = timelineSeen();
  const outliers = outliersSeen();
  return {
    counts,
    top,
    rules,
    components,
    entities,
    meetings,
    timeline,
    outliers,
    merge(part: Summary): void {
      addCounts(counts, part.counts);
      for (const one of part.top) top.add(one);
      rules.merge(part.rules);
      for (const one of part.components) components.push(one);
      entities.merge(part.entities);
      meetings.merge(part.meetings);
      timeline.merge(part.timeline);
      outliers.merge(part.outliers);
    },
    summary(): Summary {
      return {
        v: REDUCER_VERSION,
        counts,
        top: top.sorted(),
        rules: rules.summary(),
        components: components.sort((a, b) => byRef(a.ref, b.ref)),
        entities: entities.summary(),
        meetings: meetings.summary(),
        timeline: timeline.summary(),
        outliers: outliers.summary(),
      };
    },
  };
};
export type Summing = ReturnType<typeof summaryOf>;
