import { type Band, bands, declaredFactors, type Priority, score } from "@torrent/core/unstable";
import type { Severity } from "../../src/findings.ts";
import { type Evidence, evidence } from "../../src/priority/evidence.ts";
import { type AnalysisPriority, priorityTable } from "../../src/priority/table.ts";

/** A package as people would describe it, and the band in which they would want to see it. */
export interface PriorityCase {
  what: string;
  declared: Readonly<Record<string, string>>;
  found: Evidence;
  band: Band;
}

const found = (
  bySeverity: Partial<Record<Severity, number>>,
  kinds: readonly string[],
  entities: Record<string, number> = {},
  shared = 0,
): Evidence => ({ bySeverity, kinds, entities, shared });

/** The judgements that the bands are calibrated on; docs/priority.md says how. */
export const priorityCases: readonly PriorityCase[] = [
  { what: "plain texts, nothing found", declared: {}, found: found({}, ["text"]), band: "low" },
  {
    what: "declared low, a few remarks",
    declared: { urgency: "low" },
    found: found({ info: 12, low: 1 }, ["log", "csv"]),
    band: "low",
  },
  {
    what: "a log with two lesser findings and some addresses",
    declared: {},
    found: found({ low: 2 }, ["log"], { email: 20 }),
    band: "low",
  },
  {
    what: "office files, three findings of medium severity",
    declared: {},
    found: found({ medium: 3 }, ["office"]),
    band: "normal",
  },
  { what: "declared high, nothing found", declared: { urgency: "high" }, found: found({}, ["text"]), band: "normal" },
  {
    what: "declared critical by a known source, nothing found",
    declared: { urgency: "critical", source: "soc" },
    found: found({}, ["log"]),
    band: "normal",
  },
  { what: "one finding of high severity", declared: {}, found: found({ high: 1 }, ["text"]), band: "normal" },
  {
    what: "a live key in a source tree",
    declared: {},
    found: found({ critical: 1, low: 3 }, ["source", "text"]),
    band: "high",
  },
  {
    what: "a program under another name",
    declared: {},
    found: found({ critical: 1 }, ["executable"]),
    band: "high",
  },
  {
    what: "declared high, some findings of high severity",
    declared: { urgency: "high" },
    found: found({ high: 3, medium: 8 }, ["text"]),
    band: "high",
  },
  {
    what: "mail with card numbers and grave findings, in many places",
    declared: {},
    found: found({ high: 40, medium: 100 }, ["mail"], { "payment-card": 200 }, 50),
    band: "high",
  },
  {
    what: "declared critical, a live key",
    declared: { urgency: "critical" },
    found: found({ critical: 1 }, ["source"]),
    band: "critical",
  },
  {
    what: "a breach that nobody declared",
    declared: {},
    found: found({ critical: 200, high: 500 }, ["executable", "mail"], { "payment-card": 500, iban: 200 }, 300),
    band: "critical",
  },
  {
    what: "a breach that was declared",
    declared: { urgency: "critical", source: "soc", "source-weight": "1" },
    found: found({ critical: 20, high: 80 }, ["mail"], { "payment-card": 50 }, 40),
    band: "critical",
  },
];

export const scoreCase = (
  { declared, found }: Pick<PriorityCase, "declared" | "found">,
  table: AnalysisPriority = priorityTable,
): Priority => score([...declaredFactors({ ...declared }, table).factors, ...evidence(found, table)], table);

/**
 * Where each band begins by the cases alone: halfway between the greatest score that belongs below it and the least that
 * belongs in it. `margin` is how far either is away; negative where the cases contradict each other.
 */
export const calibrate = (
  cases: readonly PriorityCase[] = priorityCases,
  table: AnalysisPriority = priorityTable,
): { band: Exclude<Band, "low">; floor: number; margin: number }[] => {
  const scored = cases.map((one) => ({ at: bands.indexOf(one.band), score: scoreCase(one, table).score }));
  return bands.slice(0, -1).map((band, at) => {
    const within = Math.min(...scored.filter((one) => one.at <= at).map((one) => one.score));
    const below = Math.max(...scored.filter((one) => one.at > at).map((one) => one.score));
    return { band: band as Exclude<Band, "low">, floor: (within + below) / 2, margin: (within - below) / 2 };
  });
};
