import type { FinishedRound } from "@torrent/core";
import { roundFacts } from "@torrent/core/reducing";
import { rank } from "../correlate/beside.ts";
import { shared, toShared } from "../correlate/entities.ts";
import { meetings } from "../correlate/meetings.ts";
import { byRef, compare } from "../correlate/order.ts";
import { outliers } from "../correlate/outliers.ts";
import { ruleCounts } from "../correlate/rules.ts";
import { duplicates, nearDuplicates, type Signed } from "../correlate/similar.ts";
import { KEPT, type SummarisedComponent, type Summing } from "../correlate/summary.ts";
import { timeline } from "../correlate/timeline.ts";
import type { Severity } from "../findings.ts";
import { evidence } from "../priority/evidence.ts";
import { worthIn } from "../priority/table.ts";
import type { FindingScore, Report } from "./schema.ts";
import { type Scorer, scorerOf } from "./scores.ts";

/** Entries of each kind of correlation in `report.json`. */
const LISTED = 100;

/** Of every severity and kind of which there is a finding. */
const findingScores = (components: readonly SummarisedComponent[], { ofFinding }: Scorer): FindingScore[] => {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, bySeverity } of components) {
    if (!bySeverity) continue;
    const there = kinds.get(kind) ?? new Set();
    kinds.set(kind, there);
    for (const severity in bySeverity) there.add(severity);
  }
  return [...kinds]
    .flatMap(([kind, there]) => [...there].map((severity) => ({ severity: severity as Severity, kind })))
    .map(({ severity, kind }) => {
      const { score, factors } = ofFinding(severity, kind);
      return { severity, kind, score, factors };
    })
    .sort((a, b) => b.score - a.score || rank(b.severity) - rank(a.severity) || compare(a.kind, b.kind))
    .slice(0, LISTED);
};

/** Correlates and scores what a complete round came to. */
export const buildReport = (summing: Summing, round: FinishedRound): Report => {
  const { row, sum, startedAt, priorityTable } = round;
  const { counts } = summing;
  const table = worthIn(priorityTable);
  const scorer = scorerOf(row, startedAt, table);
  const components = summing.components.sort((a, b) => byRef(a.ref, b.ref));
  const bySeverity = counts.bySeverity as Record<Severity, number>;
  const named = summing.entities.all();
  const inSeveral = shared(named);
  const sharedEntities = inSeveral.slice(0, LISTED).map(toShared);
  const distinct = summing.entities.distinct();
  // By values and documents, not by mentions and components: a file cut into other slices scores the same.
  const found = { bySeverity, kinds: Object.keys(sum.kinds), entities: distinct, shared: inSeveral.length };
  const axis = timeline(summing.timeline.summary());
  const { total: entities, byKind } = summing.entities.totals();
  const priority = round.rank(evidence(found, table));
  const listed = (one: SummarisedComponent): Report["components"][number] => {
    const { sha256: _, signature: __, bySeverity: ___, entityKinds: ____, ...shown } = one;
    return { ...shown, score: scorer.ofComponent(one) };
  };
  const signed = components.filter((one): one is typeof one & Signed => one.signature !== undefined);
  return {
    v: 1,
    ...roundFacts(round, priority),
    findings: {
      total: counts.findings,
      bySeverity,
      top: summing.top
        .sorted()
        .map((one) => ({ ...one, score: scorer.ofFinding(one.severity, one.kind ?? "").score }))
        .sort((a, b) => rank(b.severity) - rank(a.severity) || b.score - a.score),
      byRule: ruleCounts(summing.rules.summary(), LISTED),
      scores: findingScores(components, scorer),
    },
    entities: {
      total: entities,
      byKind,
      top: named.slice(0, LISTED).map(toShared),
      distinct,
      ...(summing.entities.sampled ? { sampled: true } : {}),
    },
    correlations: {
      sharedEntities,
      sharedCount: inSeveral.length,
      duplicates: duplicates(components, LISTED),
      meetings: meetings(summing.meetings.summary(), named, LISTED),
      nearDuplicates: nearDuplicates(signed, LISTED),
      ...(axis ? { timeline: axis } : {}),
      outliers: outliers(summing.outliers.summary(), LISTED),
    },
    components: components.slice(0, KEPT.components).map(listed),
    limited: counts.limited,
    packs: Object.fromEntries(Object.entries(counts.packs).map(([name, versions]) => [name, versions.join(", ")])),
  };
};
