import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeBins } from "../../src/api/progress/time-bins.ts";
import { placeSlots, slotsOf, xOf } from "../../src/dashboard/package/activity/axis.ts";
import { cellsOf } from "../../src/dashboard/package/components/cells.ts";

describe("the component map", () => {
  test("marks a cell failed on one failure, and done only if all are done", () => {
    expect(cellsOf("d4m2f1d1m4", 12, 4)).toEqual([
      { status: "done", from: 0 },
      { status: "failed", from: 4 },
      { status: "missing", from: 8 },
    ]);
    expect(cellsOf("d1m3", 4, 4)[0]?.status).toBe("partly");
  });

  test("agrees with the individual components for any cell size", () => {
    const statuses = fc.array(fc.constantFrom("d", "f", "m"), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(statuses, fc.integer({ min: 1, max: 40 }), (all, size) => {
        const runs = all.map((status) => `${status}1`).join("");
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
  const HOUR = 3_600_000;
  const from = 1_760_000_000_000;
  const ended = (at: number, part = {}) => ({ at: from + at, outcome: "succeeded" as const, ...part });
  const axisOf = (bins: ReturnType<typeof timeBins>, to: number) => ({ from, to, ...bins.read(to), rounds: [] });

  test("shows two rounds that are hours apart, with the mark of the second between them", () => {
    const bins = timeBins(from);
    for (let n = 0; n < 100; n += 1) {
      bins.add(ended(n * 50));
      bins.add(ended(5 * HOUR + n * 50));
    }
    const axis = axisOf(bins, from + 5 * HOUR + 5_000);
    expect(axis.bins.filter(({ at }) => at < from + HOUR).length).toBeGreaterThan(20);
    const { placed } = placeSlots(slotsOf(axis), 1_000);
    const gaps = placed.filter(({ slot }) => "gapMs" in slot);
    expect(gaps).toHaveLength(1);
    const end = (gaps[0]?.x ?? 0) + (gaps[0]?.width ?? 0);
    expect(xOf(placed, axis.binMs, from + 5 * HOUR - 500)).toBeCloseTo(end, 1);
    expect(xOf(placed, axis.binMs, from + 5 * HOUR + 500)).toBeGreaterThan(end);
  });

  test("keeps similar pauses to scale", () => {
    const bins = timeBins(from);
    for (const at of [0, 700, 1_900, 2_300, 4_000, 4_400, 5_900]) bins.add(ended(at));
    const { gaps } = axisOf(bins, from + 6_000);
    expect(gaps).toEqual([]);
  });

  test("has few enough bars for a page, one per bin, and loses nothing for any times", () => {
    const times = fc.array(fc.tuple(fc.nat({ max: 90 * 24 * HOUR }), fc.boolean(), fc.integer({ min: 1, max: 4 })), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1e6 }), fc.nat({ max: 1e6 }), (all, closer, after) => {
        const bins = timeBins(from);
        const ends = all.map(([at]) => Math.floor(at / closer));
        for (const [n, [, failed, attempts]] of all.entries())
          bins.add(ended(ends[n] ?? 0, { outcome: failed ? "failed" : "succeeded", attempts, ms: 1 }));
        const axis = axisOf(bins, from + Math.max(0, ...ends) + after);
        const slots = slotsOf(axis);
        expect(slots.length).toBeLessThanOrEqual(170);
        expect(slots.flatMap((slot) => ("bin" in slot && slot.bin.ended > 0 ? [slot.bin] : []))).toEqual(axis.bins);
        const sum = (part: "ended" | "failed" | "retried" | "busyMs") =>
          axis.bins.reduce((total, bin) => total + bin[part], 0);
        expect(sum("ended")).toBe(all.length);
        expect(sum("busyMs")).toBe(all.length);
        expect(sum("failed")).toBe(all.filter(([, failed]) => failed).length);
        expect(sum("retried")).toBe(all.filter(([, , attempts]) => attempts > 1).length);
      }),
    );
  });
});
