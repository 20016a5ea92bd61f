import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Summary, summaryOf } from "../../../src/correlate/summary.ts";
import { severities } from "../../../src/findings.ts";
import { entity, type Found, type Made, sum } from "./made.ts";

const result: fc.Arbitrary<Found> = fc.record({
  findings: fc.array(
    fc.record({
      rule: fc.constantFrom("a", "b", "c", "d"),
      title: fc.constantFrom("A", "B"),
      severity: fc.constantFrom(...severities),
      start: fc.nat(900),
    }),
    { maxLength: 6 },
  ),
  entities: fc.array(
    fc.oneof(
      fc.tuple(fc.nat(30), fc.nat(900)).map(([n, at]) => entity(`u${n}@x.org`, at)),
      fc
        .nat(4_000_000)
        .map((s) => entity(new Date(1.7e12 + s * 1000).toISOString().replace(".000", ""), s % 900, "datetime")),
    ),
    { maxLength: 8 },
  ),
  facts: fc.constantFrom({}, { timeline: [{ at: 1.7e12, what: "log-gap", title: "a gap", telling: true, line: 3 }] }),
});

const made = (result: Found, index: number): Made => ({
  ref: String(index),
  name: `file-${index % 7}.txt`,
  kind: index % 3 === 0 ? "log" : "text",
  bytes: 2 ** (index % 11),
  result,
});

/** Cuts a list into parts at will. */
const parts = <T>(list: readonly T[], cuts: readonly number[]): T[][] => {
  const into: T[][] = [];
  list.forEach((one, at) => {
    const part = (cuts[at] ?? 0) % 4;
    into[part] = [...(into[part] ?? []), one];
  });
  return into.filter(Boolean);
};

describe("a summary", () => {
  it("comes to the same, however the components are ordered, divided and put together again", () => {
    fc.assert(
      fc.property(
        fc.array(result, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(5, 1000),
        (results, cuts, draws, entities) => {
          const all = results.map(made);
          const whole = sum(all, { entities }).summary();
          const shuffled = all
            .map((one) => ({ one, by: draws.next().value }))
            .sort((a, b) => a.by - b.by)
            .map(({ one }) => one);
          const [first = [], ...rest] = parts(shuffled, cuts).map((part) => sum(part, { entities }).summary());
          // Put together as a tree: two of the parts first, the others after them, each through what is stored.
          const stored = (summary: unknown) => Summary.parse(JSON.parse(JSON.stringify(summary)));
          const inner = summaryOf({ entities });
          for (const part of rest) inner.merge(stored(part));
          const outer = summaryOf({ entities });
          outer.merge(stored(inner.summary()));
          outer.merge(stored(first));
          expect(outer.summary()).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});
