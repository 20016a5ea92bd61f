import fc from "fast-check";
import { severities } from "../../src/findings.ts";
import { type AnalysisPriority, factorNames, priorityTable } from "../../src/priority/table.ts";

const spread = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((total, one) => total + one, 0);
  return weights.map((one) => (100 * one) / sum);
};

/** Any table that the schema takes: other points, other severities, other bands. */
export const anyTable: fc.Arbitrary<AnalysisPriority> = fc
  .record({
    points: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: factorNames.length, maxLength: factorNames.length }),
    severity: fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), {
      minLength: severities.length,
      maxLength: severities.length,
    }),
    bands: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ points, severity, bands }) => {
    const shares = spread(points);
    const worth = severity.toSorted((a, b) => a - b);
    const [normal = 0, high = 0, critical = 0] = bands.toSorted((a, b) => a - b);
    return {
      ...priorityTable,
      version: "any",
      points: Object.fromEntries(factorNames.map((name, at) => [name, shares[at] ?? 0])) as AnalysisPriority["points"],
      severity: Object.fromEntries(
        severities.map((name, at) => [name, (worth[at] ?? 0) / 1000]),
      ) as AnalysisPriority["severity"],
      bands: { critical, high, normal },
    };
  });
