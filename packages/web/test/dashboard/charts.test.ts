import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeBins } from "../../src/api/time-bins.ts";
import { dollars } from "../../src/dashboard/data/format.ts";
import { place, slotsOf, xOf } from "../../src/dashboard/package/axis.ts";
import { cellsOf } from "../../src/dashboard/package/cells.ts";

describe("the component map", () => {
  test("marks a cell failed by one failure, and done by nothing less than all", () => {
    expect(cellsOf("d4m2f1d1m4", 12, 4)).toEqual([
      { status: "done", from: 0 },
      { status: "failed", from: 4 },
      { status: "missing", from: 8 },
    ]);
    expect(cellsOf("d1m3", 4, 4)[0]?.status).toBe("partly");
  });

  test("agrees with the components one by one, however they are grouped", () => {
    const statuses = fc.array(fc.constantFrom("d", "f", "m"), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(statuses, fc.integer({ min: 1, max: 40 }), (all, size) => {
        const runs = all.map((one) => `${one}1`).join("");
        const cells = cellsOf(runs, all.length, size);
        expect(cells).toHaveLength(Math.ceil(all.length / size));
        cells.forEach(({ status, from }) => {
          const group = new Set(all.slice(from, from + size));
          const wanted = group.has("f") ? "failed" : !group.has("m") ? "done" : group.has("d") ? "partly" : "missing";
          expect(status).toBe(wanted);
        });
      }),
    );
  });
});

describe("the time axis", () => {
  const bin = (at: number) => ({ at, ended: 1, failed: 0, retried: 0, busyMs: 5 });

  test("keeps short pauses to scale, and collapses long ones into a gap that says how long it was", () => {
    const slots = slotsOf({ from: 0, to: 100_000, binMs: 100, bins: [bin(0), bin(300), bin(60_000)], rounds: [] });
    expect(slots.map((one) => ("gapMs" in one ? one.gapMs : one.bin.ended))).toEqual([1, 0, 0, 1, 59_600, 1, 39_900]);
  });

  test("loses no bin, whatever the gaps", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 5_000 }), { maxLength: 50 }), (places) => {
        const bins = places.toSorted((a, b) => a - b).map((one) => bin(one * 100));
        const slots = slotsOf({ from: 0, to: 500_100, binMs: 100, bins, rounds: [] });
        expect(slots.filter((one) => "bin" in one && one.bin.ended > 0)).toHaveLength(bins.length);
        expect(slots.length).toBeLessThanOrEqual(bins.length * 6 + 2);
      }),
    );
  });
});

describe("the bins of the time axis", () => {
  const HOUR = 3_600_000;
  const from = 1_760_000_000_000;
  const ended = (at: number, part = {}) => ({ at: from + at, outcome: "succeeded" as const, ...part });

  test("leave two rounds to be seen that are hours apart, and put the mark of the second between them", () => {
    const bins = timeBins(from);
    for (let n = 0; n < 100; n += 1) {
      bins.add(ended(n * 50));
      bins.add(ended(5 * HOUR + n * 50));
    }
    const { binMs, bins: all } = bins.read();
    expect(all.filter(({ at }) => at < from + HOUR).length).toBeGreaterThan(20);
    const axis = { from, to: from + 5 * HOUR + 5_000, binMs, bins: all, rounds: [] };
    const { placed } = place(slotsOf(axis), 1_000);
    const gap = placed.find(({ slot }) => "gapMs" in slot)!;
    expect(xOf(placed, binMs, from + 5 * HOUR - 500)).toBeCloseTo(gap.x + gap.width, 1);
    expect(xOf(placed, binMs, from + 5 * HOUR + 500)).toBeGreaterThan(gap.x + gap.width);
  });

  test("are few enough for a page, and lose nothing, however the times lie", () => {
    const times = fc.array(fc.tuple(fc.nat({ max: 90 * 24 * HOUR }), fc.boolean(), fc.integer({ min: 1, max: 4 })), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1e6 }), (all, closer) => {
        const bins = timeBins(from);
        for (const [at, failed, attempts] of all)
          bins.add(ended(Math.floor(at / closer), { outcome: failed ? "failed" : "succeeded", attempts, ms: 1 }));
        const { binMs, bins: read } = bins.read();
        expect(slotsOf({ from, to: from, binMs, bins: read, rounds: [] }).length).toBeLessThanOrEqual(240);
        const sum = (part: "ended" | "failed" | "retried" | "busyMs") =>
          read.reduce((total, one) => total + one[part], 0);
        expect(sum("ended")).toBe(all.length);
        expect(sum("busyMs")).toBe(all.length);
        expect(sum("failed")).toBe(all.filter(([, failed]) => failed).length);
        expect(sum("retried")).toBe(all.filter(([, , attempts]) => attempts > 1).length);
      }),
    );
  });
});

test("dollars keep two places that mean something", () => {
  expect([0, 1e-9, 0.0000123, 0.00514, 0.0312, 0.35, 12.4].map(dollars)).toEqual([
    "$0",
    "under $0.000001",
    "$0.000012",
    "$0.0051",
    "$0.031",
    "$0.35",
    "$12.40",
  ]);
});
