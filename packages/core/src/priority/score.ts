import { type Band, bands, defaultPriority, type PriorityTable } from "./table.ts";

/** What speaks for (or against) doing this first. `value` is 0..1, `weight` the points it can bring. */
export interface Factor {
  name: string;
  value: number;
  weight: number;
  /** Where it comes from, for people. */
  evidence?: string;
}

export interface Priority {
  /** 0–100, one decimal: the sum of value × weight over the factors. */
  score: number;
  band: Band;
  factors: Factor[];
}

/** A factor as a stage contributes it; {@link score} weighs it again by its own table. */
export const factor = (
  name: string,
  value: number,
  evidence?: string,
  { points }: Pick<PriorityTable, "points"> = defaultPriority,
): Factor => ({
  name,
  value: Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000,
  weight: points[name] ?? 0,
  ...(evidence === undefined ? {} : { evidence }),
});

/** In one order of fields (a database gives back a map's in any), weighed by the scorer's table. */
const weighed = ({ name, value, weight, evidence }: Factor, { points }: PriorityTable): Factor => ({
  name,
  value,
  weight: points[name] ?? weight,
  ...(evidence === undefined ? {} : { evidence }),
});

export const bandOf = (points: number, table: Pick<PriorityTable, "bands"> = defaultPriority): Band =>
  bands.find((name) => name === "low" || points >= table.bands[name]) ?? "low";

/** Of several factors with one name the one that brings most. */
export const greatestFactors = (factors: readonly Factor[], table: PriorityTable = defaultPriority): Factor[] => {
  const greatest = new Map<string, Factor>();
  for (const given of factors) {
    const own = weighed(given, table);
    const known = greatest.get(own.name);
    if (!known || own.value * own.weight > known.value * known.weight) greatest.set(own.name, own);
  }
  return [...greatest.values()];
};

/**
 * The one scorer, of packages, components and findings. Every stage contributes factors; of several with one name the
 * greatest counts, so that more severe evidence never lowers a score. A factor that brings no points is left out.
 */
export const score = (factors: readonly Factor[], table: PriorityTable = defaultPriority): Priority => {
  const kept = greatestFactors(factors, table)
    .filter(({ name, weight }) => weight > 0 || name in table.points)
    .sort((a, b) => b.value * b.weight - a.value * a.weight || (a.name < b.name ? -1 : 1));
  const points = kept.reduce((sum, { value, weight }) => sum + value * weight, 0);
  const total = Math.round(Math.min(100, Math.max(0, points)) * 10) / 10;
  return { score: total, band: bandOf(total, table), factors: kept };
};

/** Half of the factor at the table's `waitingMinutes`; it approaches 1 and never passes it. */
export const waitingFactor = (waitedMs: number, table: PriorityTable = defaultPriority): Factor => {
  const minutes = Math.max(0, waitedMs) / 60_000;
  return factor("waiting", minutes / (minutes + table.waitingMinutes), `waited ${Math.round(minutes)} min`, table);
};
