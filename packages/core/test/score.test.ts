import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FactorName, factor, score, waitingFactor, weights } from "../src/priority/score.ts";

const names = Object.keys(weights) as FactorName[];
const anyFactor = fc
  .tuple(fc.constantFrom(...names), fc.double({ min: -1, max: 2, noNaN: true }))
  .map(([name, value]) => factor(name, value));

describe("the priority score", () => {
  it("weighs up to exactly 100 points", () => {
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
    expect(score(names.map((name) => factor(name, 1)))).toMatchObject({ score: 100, band: "critical" });
    expect(score([])).toEqual({ score: 0, band: "low", factors: [] });
  });

  it("stays within 0 and 100, whatever is contributed", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), (factors) => {
        const { score: points } = score(factors);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("is never lowered by more evidence", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), anyFactor, (factors, more) => {
        expect(score([...factors, more]).score).toBeGreaterThanOrEqual(score(factors).score);
      }),
    );
  });

  it("is the sum of what its factors contribute", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), (factors) => {
        const { score: points, factors: kept } = score(factors);
        const sum = kept.reduce((total, one) => total + one.value * one.weight, 0);
        expect(Math.abs(points - sum)).toBeLessThanOrEqual(0.051);
      }),
    );
  });

  it("rises with waiting, and never by more than the factor's weight", () => {
    const waited = [0, 1, 10, 60, 6000].map((minutes) => waitingFactor(minutes * 60_000).value);
    expect(waited).toEqual([...waited].sort((a, b) => a - b));
    expect(waited[2]).toBe(0.5);
    expect(waited.at(-1)).toBeLessThan(1);
  });
});
