import { type Severity, severities } from "../pass.ts";
import { type Factor, factor } from "./score.ts";
import { type PriorityTable, priorityTable } from "./table.ts";

/** What the results say of a package, a component or a finding. */
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
const severityFactor = ({ bySeverity }: Evidence, table: PriorityTable): Factor => {
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

const sensitivityFactor = ({ entities }: Evidence, table: PriorityTable): Factor => {
  const named = Object.entries(entities)
    .map(([kind, count]) => ({ kind, count, worth: (table.sensitive[kind] ?? 0) * count }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || (a.kind < b.kind ? -1 : 1));
  const worth = named.reduce((sum, one) => sum + one.worth, 0);
  const most = named.slice(0, SHOWN).map(({ kind, count }) => `${count} ${kind}`);
  if (named.length > SHOWN) most.push(`${named.length - SHOWN} more kinds`);
  return factor("sensitivity", saturating(worth), most.join(", ") || "no personal or payment data", table);
};

const corroborationFactor = ({ shared, meetings = 0 }: Evidence, table: PriorityTable): Factor => {
  const parts = [
    ...(shared > 0 ? [`${plural(shared, "entity", "entities")} named in several components`] : []),
    ...(meetings > 0 ? [`${plural(meetings, "place", "places")} where findings meet`] : []),
  ];
  return factor("corroboration", saturating(shared + meetings), parts.join(", ") || "nothing agrees yet", table);
};

/** How telling the kinds of the components are; the most telling one counts. */
export const kindFactor = (kinds: readonly string[], table: PriorityTable = priorityTable, weight?: number): Factor => {
  const worth = (kind: string): number => weight ?? table.kinds[kind] ?? 0;
  const sorted = [...new Set(kinds)].sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
  const shown = sorted.slice(0, SHOWN).join(", ") + (sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : "");
  return factor("kind", sorted[0] === undefined ? 0 : worth(sorted[0]), shown || "no components", table);
};

/** The factors that results speak for. Each grows with its evidence and never falls by more of it. */
export const evidence = (found: Evidence, table: PriorityTable = priorityTable): Factor[] => [
  severityFactor(found, table),
  sensitivityFactor(found, table),
  corroborationFactor(found, table),
  kindFactor(found.kinds, table),
];
