import { type Band, bands, type FactorName, type PriorityTable, priorityTable } from "./table.ts";

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

/** A factor as a stage contributes it; {@link score} weighs it anew by its own table. */
export const factor = (
  name: FactorName,
  value: number,
  evidence?: string,
  { points }: Pick<PriorityTable, "points"> = priorityTable,
): Factor => ({
  name,
  value: Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000,
  weight: points[name],
  ...(evidence === undefined ? {} : { evidence }),
});

/** In one order of fields (a database gives back a map's in any), weighed by the table of whoever scores. */
const weighed = ({ name, value, weight, evidence }: Factor, { points }: PriorityTable): Factor => ({
  name,
  value,
  weight: name in points ? points[name as FactorName] : weight,
  ...(evidence === undefined ? {} : { evidence }),
});

export const bandOf = (points: number, table: Pick<PriorityTable, "bands"> = priorityTable): Band =>
  bands.find((name) => name === "low" || points >= table.bands[name]) ?? "low";

/**
 * The one scorer, of packages, components and findings. Every stage contributes factors; of several with one name the
 * greatest counts, so that more severe evidence never lowers a score.
 */
export const score = (factors: readonly Factor[], table: PriorityTable = priorityTable): Priority => {
  const greatest = new Map<string, Factor>();
  for (const given of factors) {
    const one = weighed(given, table);
    const known = greatest.get(one.name);
    if (!known || one.value * one.weight > known.value * known.weight) greatest.set(one.name, one);
  }
  const kept = [...greatest.values()].sort(
    (a, b) => b.value * b.weight - a.value * a.weight || (a.name < b.name ? -1 : 1),
  );
  const points = kept.reduce((sum, one) => sum + one.value * one.weight, 0);
  const total = Math.round(Math.min(100, Math.max(0, points)) * 10) / 10;
  return { score: total, band: bandOf(total, table), factors: kept };
};

/** Half of the factor at the table's `waitingMinutes`; it approaches 1 and never passes it. */
export const waitingFactor = (waitedMs: number, table: PriorityTable = priorityTable): Factor => {
  const minutes = Math.max(0, waitedMs) / 60_000;
  return factor("waiting", minutes / (minutes + table.waitingMinutes), `waited ${Math.round(minutes)} min`, table);
};
