import { axisOf } from "@torrent/core/time-axis";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const point = (at: number) => ({ from: at, to: at + 1 });

describe("an axis of time", () => {
  it("draws one stray date's distance short, and says so", () => {
    const axis = axisOf({ from: 0, to: 1000 }, [{ from: 0, to: 50 }, point(999)]);
    expect(axis.gaps).toEqual([{ from: 50, to: 999 }]);
    expect(axis.place(50)).toBeGreaterThan(0.9);
    expect(axis.place(1000)).toBe(1);
  });

  it("leaves a regular beat as it is", () => {
    const axis = axisOf({ from: 0, to: 901 }, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900].map(point));
    expect(axis.gaps).toEqual([]);
    expect(axis.place(450.5)).toBeCloseTo(0.5);
  });

  it("keeps every time in its order and inside, and leads back to it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 40 }), fc.nat(1e9), (times, other) => {
        const from = Math.min(...times);
        const to = Math.max(...times) + 1;
        const axis = axisOf({ from, to }, times.map(point));
        const at = Math.min(to, Math.max(from, other));
        expect(axis.place(at)).toBeGreaterThanOrEqual(0);
        expect(axis.place(at)).toBeLessThanOrEqual(1);
        expect(axis.time(axis.place(at))).toBeCloseTo(at, 0);
        const places = times.toSorted((a, b) => a - b).map(axis.place);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const gap of axis.gaps) expect(times.some((one) => one > gap.from && one < gap.to)).toBe(false);
      }),
    );
  });
});
