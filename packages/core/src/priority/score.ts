/** What speaks for (or against) doing this first. `value` is 0..1, `weight` the points it can bring. */
export interface Factor {
  name: string;
  value: number;
  weight: number;
  /** Where it comes from, for people. */
  evidence?: string;
}

export const bands = ["critical", "high", "normal", "low"] as const;
export type Band = (typeof bands)[number];

/** Weights in points; their sum is 100, so that the factors' contributions add up to the score. */
export const weights = {
  urgency: 30,
  source: 10,
  kind: 10,
  severity: 25,
  sensitivity: 10,
  corroboration: 10,
  waiting: 5,
} as const;
export type FactorName = keyof typeof weights;

/** Lower bounds, in points. */
export const bandFloor: Record<Band, number> = { critical: 65, high: 40, normal: 15, low: 0 };

export interface Priority {
  /** 0–100, one decimal: the sum of value × weight over the factors. */
  score: number;
  band: Band;
  factors: Factor[];
}

export const factor = (name: FactorName, value: number, evidence?: string): Factor => ({
  name,
  value: Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000,
  weight: weights[name],
  ...(evidence === undefined ? {} : { evidence }),
});

/** A table gives back a map's fields in any order; a report must not differ by it. */
const inOrder = ({ name, value, weight, evidence }: Factor): Factor => ({
  name,
  value,
  weight,
  ...(evidence === undefined ? {} : { evidence }),
});

/**
 * The one scorer. Every stage contributes factors; of several with one name the greatest counts, so that more severe
 * evidence never lowers a score.
 */
export const score = (factors: readonly Factor[]): Priority => {
  const greatest = new Map<string, Factor>();
  for (const one of factors) {
    const known = greatest.get(one.name);
    if (!known || one.value * one.weight > known.value * known.weight) greatest.set(one.name, one);
  }
  const kept = [...greatest.values()].sort(
    (a, b) => b.value * b.weight - a.value * a.weight || (a.name < b.name ? -1 : 1),
  );
  const points = kept.reduce((sum, one) => sum + one.value * one.weight, 0);
  const total = Math.round(Math.min(100, Math.max(0, points)) * 10) / 10;
  const band = bands.find((name) => total >= bandFloor[name]) ?? "low";
  return { score: total, band, factors: kept.map(inOrder) };
};

/** Ten minutes of waiting are worth half of the factor; it approaches 1 and never passes it. */
export const waitingFactor = (waitedMs: number): Factor => {
  const minutes = Math.max(0, waitedMs) / 60_000;
  return factor("waiting", minutes / (minutes + 10), `waited ${Math.round(minutes)} min`);
};
