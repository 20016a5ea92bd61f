import {
  bandOf,
  bands,
  couldBecome,
  type Factor,
  factor,
  pointsOf,
  score,
  waitingFactor,
} from "@torrent/core/unstable";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/findings.ts";
import { type Evidence, evidence } from "../../src/priority/evidence.ts";
import { factorNames, priorityTable } from "../../src/priority/table.ts";
import { anyTable } from "./any-table.ts";

const anyFactor = fc
  .tuple(fc.constantFrom(...factorNames), fc.double({ min: -1, max: 2, noNaN: true }))
  .map(([name, value]) => factor(name, value));

const count = fc.oneof(fc.nat(3), fc.nat(1_000_000));
const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  bySeverity: fc.record(Object.fromEntries(severities.map((one) => [one, count]))),
  kinds: fc.subarray(["text", "executable", "mail", "sqlite", "source", "log"]),
  entities: fc.record(
    { "payment-card": count, iban: count, person: count, phone: count, host: count },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, number>>,
  shared: count,
  meetings: count,
});

const sumOf = (factors: readonly Factor[]): number => factors.reduce((sum, one) => sum + one.value * one.weight, 0);

describe("the priority score", () => {
  it("weighs up to exactly 100 points", () => {
    expect(score(factorNames.map((name) => factor(name, 1)))).toMatchObject({ score: 100, band: "critical" });
    expect(score([])).toEqual({ score: 0, band: "low", factors: [] });
  });

  it("stays within 0 and 100, whatever is contributed and whatever the table", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), anyTable, (factors, table) => {
        const { score: points } = score(factors, table);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("is never lowered by another factor", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), anyFactor, anyTable, (factors, more, table) => {
        expect(score([...factors, more], table).score).toBeGreaterThanOrEqual(score(factors, table).score);
      }),
    );
  });

  it("is never lowered by more evidence of any sort", () => {
    fc.assert(
      fc.property(anyEvidence, anyEvidence, anyTable, (a, b, table) => {
        const add = (x: Readonly<Record<string, number>>, y: Readonly<Record<string, number>>) =>
          Object.fromEntries(Object.keys({ ...x, ...y }).map((key) => [key, (x[key] ?? 0) + (y[key] ?? 0)]));
        const both: Evidence = {
          bySeverity: add(a.bySeverity, b.bySeverity),
          kinds: [...a.kinds, ...b.kinds],
          entities: add(a.entities, b.entities),
          shared: a.shared + b.shared,
          meetings: (a.meetings ?? 0) + (b.meetings ?? 0),
        };
        expect(score(evidence(both, table), table).score).toBeGreaterThanOrEqual(
          score(evidence(a, table), table).score,
        );
      }),
    );
  });

  it("is never lowered where one finding turns out to be graver", () => {
    const pair = fc
      .tuple(fc.integer({ min: 0, max: severities.length - 2 }), fc.integer({ min: 1, max: severities.length - 1 }))
      .filter(([from, to]) => from < to);
    fc.assert(
      fc.property(anyEvidence, pair, anyTable, (found, [from, to], table) => {
        const before = { ...found.bySeverity };
        before[severities[from]!] = (before[severities[from]!] ?? 0) + 1;
        const after = { ...before, [severities[from]!]: before[severities[from]!]! - 1 };
        after[severities[to]!] = (after[severities[to]!] ?? 0) + 1;
        const of = (bySeverity: Evidence["bySeverity"]) =>
          score(evidence({ ...found, bySeverity }, table), table).score;
        expect(of(after)).toBeGreaterThanOrEqual(of(before));
      }),
    );
  });

  it("lets no number of lesser findings pass one of the next severity", () => {
    const worth = (bySeverity: Evidence["bySeverity"]) =>
      score(evidence({ bySeverity, kinds: [], entities: {}, shared: 0 })).score;
    severities.slice(1, -1).forEach((lesser, at) => {
      expect(worth({ [lesser]: 1e9 })).toBeLessThanOrEqual(worth({ [severities[at + 2]!]: 1 }));
    });
  });

  it("is the sum of what its factors contribute, and their points are it to the tenth", () => {
    fc.assert(
      fc.property(fc.array(anyFactor), anyTable, (factors, table) => {
        const priority = score(factors, table);
        expect(Math.abs(priority.score - sumOf(priority.factors))).toBeLessThanOrEqual(0.051);
        const tenths = pointsOf(priority).reduce((sum, { points }) => sum + Math.round(points * 10), 0);
        expect(tenths).toBe(Math.round(priority.score * 10));
      }),
    );
  });

  it("says of every factor where it comes from", () => {
    fc.assert(
      fc.property(anyEvidence, (found) => {
        for (const one of evidence(found)) expect(one.evidence).toMatch(/\S/);
      }),
    );
  });

  it("weighs anew what an earlier stage contributed under another table", () => {
    const table = { ...priorityTable, points: { ...priorityTable.points, urgency: 60, severity: 0 } };
    expect(score([factor("urgency", 1)], table)).toMatchObject({ score: 60, factors: [{ weight: 60 }] });
  });

  it("rises with waiting, and never by more than the factor's weight", () => {
    const waited = [0, 1, 10, 60, 6000].map((minutes) => waitingFactor(minutes * 60_000).value);
    expect(waited).toEqual([...waited].sort((a, b) => a - b));
    expect(waited[2]).toBe(0.5);
    expect(waited.at(-1)).toBeLessThan(1);
  });
});

describe("bands", () => {
  it("follow the score without a gap", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (a, b) => {
          const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
          expect(bands.indexOf(bandOf(upper))).toBeLessThanOrEqual(bands.indexOf(bandOf(lower)));
        },
      ),
    );
  });
});

describe("what a score could become", () => {
  it("is never less than it is, nor more than 100, and what arrives never passes it", () => {
    fc.assert(
      fc.property(anyEvidence, anyEvidence, (known, late) => {
        const priority = score(evidence(known), priorityTable);
        const most = couldBecome(priority, priorityTable);
        expect(most.score).toBeGreaterThanOrEqual(priority.score);
        expect(most.score).toBeLessThanOrEqual(100);
        const kinds = known.kinds;
        const whole = score([...priority.factors, ...evidence({ ...late, kinds })], priorityTable);
        expect(whole.score).toBeLessThanOrEqual(most.score + 0.1);
      }),
    );
  });
});
