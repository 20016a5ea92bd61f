import { type Factor, type FactorValues, factor, kindFactor, type PriorityTable } from "@torrent/core/unstable";
import { type AnalysisResult, type Severity, severities } from "../findings.ts";
import { type AnalysisPriority, priorityTable, worthIn } from "./table.ts";

/** What the results contribute to the score of a package, a component or a finding. */
export interface Evidence {
  /** Findings by severity. */
  bySeverity: Readonly<Partial<Record<Severity, number>>>;
  /** Kinds of the components. */
  kinds: readonly string[];
  /** Entities by kind. */
  entities: Readonly<Record<string, number>>;
  /** Entities that other components name too. */
  shared: number;
  /** Findings and entities that meet at one place. */
  meetings?: number;
}

/** 0 for none, rising with each order of magnitude, never 1. */
export const saturating = (count: number): number => 1 - 1 / (1 + Math.log10(1 + Math.max(0, count)));

const SHOWN = 4;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/**
 * One finding of a severity is worth what the table says; more of them, and of graver ones, approach the worth of the
 * next severity. So neither another finding nor a graver one ever lowers it, and no number of lesser ones passes one.
 */
const severityFactor = ({ bySeverity }: Evidence, table: AnalysisPriority): Factor => {
  let value = 0;
  let orGraver = 0;
  for (let at = severities.length - 1; at > 0; at -= 1) {
    const severity = severities[at]!;
    orGraver += bySeverity[severity] ?? 0;
    if (orGraver === 0) continue;
    const own = table.severity[severity] ?? 0;
    const next = severities[at + 1];
    const above = next === undefined ? 1 : (table.severity[next] ?? 1);
    value = Math.max(value, own + (above - own) * saturating(orGraver - 1));
  }
  const counts = severities.toReversed().flatMap((one) => (bySeverity[one] ? [`${bySeverity[one]} ${one}`] : []));
  return factor("severity", value, counts.join(", ") || "no findings", table);
};

const sensitivityFactor = ({ entities }: Evidence, table: AnalysisPriority): Factor => {
  const named = Object.entries(entities)
    .map(([kind, count]) => ({ kind, count, worth: (table.sensitive[kind] ?? 0) * count }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || (a.kind < b.kind ? -1 : 1));
  const worth = named.reduce((sum, one) => sum + one.worth, 0);
  const most = named.slice(0, SHOWN).map(({ kind, count }) => `${count} ${kind}`);
  if (named.length > SHOWN) most.push(`${named.length - SHOWN} more kinds`);
  return factor("sensitivity", saturating(worth), most.join(", ") || "no personal or payment data", table);
};

const corroborationFactor = ({ shared, meetings = 0 }: Evidence, table: AnalysisPriority): Factor => {
  const parts = [
    ...(shared > 0 ? [`${plural(shared, "entity", "entities")} in several components`] : []),
    ...(meetings > 0 ? [`${plural(meetings, "place", "places")} with co-occurring findings`] : []),
  ];
  return factor(
    "corroboration",
    saturating(shared + meetings),
    parts.join(", ") || "no shared entities or co-occurring findings",
    table,
  );
};

/** The factors that results speak for. Each grows with its evidence and never falls by more of it. */
export const evidence = (found: Evidence, table: AnalysisPriority = priorityTable): Factor[] => [
  severityFactor(found, table),
  sensitivityFactor(found, table),
  corroborationFactor(found, table),
  kindFactor(found.kinds, table),
];

const counted = <K extends string>(names: readonly K[]): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** What one result says of its package's priority: by what it found and named. */
export const resultFactors = (
  { findings, entities }: Pick<AnalysisResult, "findings" | "entities">,
  table: PriorityTable,
): FactorValues<"severity" | "sensitivity"> => {
  const found: Evidence = {
    bySeverity: counted<Severity>(findings.map(({ severity }) => severity)),
    kinds: [],
    entities: counted(entities.map(({ kind }) => kind)) as Record<string, number>,
    shared: 0,
  };
  const [severity, sensitivity] = [severityFactor, sensitivityFactor].map((factorOf) =>
    factorOf(found, worthIn(table)),
  );
  const described = ({ value, evidence = "" }: Factor) => ({ value, evidence });
  return {
    ...(severity && { severity: described(severity) }),
    ...(sensitivity && { sensitivity: described(sensitivity) }),
  };
};
