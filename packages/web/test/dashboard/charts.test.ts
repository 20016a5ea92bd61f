import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dollars } from "../../src/dashboard/data/format.ts";
import { slotsOf } from "../../src/dashboard/package/axis.ts";
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
    const slots = slotsOf({ from: 0, to: 100_000, binMs: 100, bins: [bin(0), bin(300), bin(60_000)] });
    expect(slots.map((one) => ("gapMs" in one ? one.gapMs : one.bin.ended))).toEqual([1, 0, 0, 1, 59_600, 1, 39_900]);
  });

  test("loses no bin, whatever the gaps", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 5_000 }), { maxLength: 50 }), (places) => {
        const bins = places.toSorted((a, b) => a - b).map((one) => bin(one * 100));
        const slots = slotsOf({ from: 0, to: 500_100, binMs: 100, bins });
        expect(slots.filter((one) => "bin" in one && one.bin.ended > 0)).toHaveLength(bins.length);
        expect(slots.length).toBeLessThanOrEqual(bins.length * 6 + 2);
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
