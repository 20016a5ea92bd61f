import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addSample, paceOf, type Sample } from "../../src/pace.ts";

const steady = (perSecond: number, seconds: number): Sample[] => {
  let samples: Sample[] = [];
  for (let s = 0; s <= seconds; s += 1)
    samples = addSample(samples, { at: s * 1000, settled: Math.floor(s * perSecond) });
  return samples;
};

describe("the pace of a package", () => {
  test("is not guessed from one sample", () => {
    expect(paceOf([], 10)).toBeUndefined();
    expect(paceOf([{ at: 0, settled: 5 }], 10)).toBeUndefined();
  });

  test("of a steady run is its rate, and the range of the time left contains the true value", () => {
    const pace = paceOf(steady(20, 30), 1000);
    expect(pace?.perSecond).toBeCloseTo(20);
    expect(pace?.leftMs?.low).toBeCloseTo(20_000);
    expect(pace?.leftMs?.high).toBeCloseTo(20_000);
  });

  test("widens the range when the recent rate and the mean differ", () => {
    const samples = [...steady(40, 20)];
    let all = samples;
    for (let s = 21; s <= 35; s += 1) all = addSample(all, { at: s * 1000, settled: 800 + (s - 20) * 10 });
    const { leftMs } = paceOf(all, 2000)!;
    expect(leftMs!.high).toBeGreaterThan(leftMs!.low * 1.5);
  });

  test("gives no time left without progress", () => {
    let samples: Sample[] = [];
    for (let s = 0; s < 20; s += 1) samples = addSample(samples, { at: s * 1000, settled: 7 });
    expect(paceOf(samples, 100)).toEqual({ perSecond: 0 });
  });

  test("restarts when a later round counts from zero", () => {
    expect(addSample(steady(10, 5), { at: 6_000, settled: 0 })).toEqual([{ at: 6_000, settled: 0 }]);
  });

  test("is never negative, and its range is never inverted, for any samples", () => {
    const sample = fc.tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 50 }));
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), fc.nat({ max: 10_000 }), (steps, extra) => {
        let samples: Sample[] = [];
        let at = 0;
        let settled = 0;
        for (const [ms, more] of steps) {
          at += ms;
          settled += more;
          samples = addSample(samples, { at, settled });
        }
        const pace = paceOf(samples, settled + extra);
        if (!pace) return;
        expect(pace.perSecond).toBeGreaterThanOrEqual(0);
        if (pace.leftMs) {
          expect(pace.leftMs.low).toBeGreaterThanOrEqual(0);
          expect(pace.leftMs.high).toBeGreaterThanOrEqual(pace.leftMs.low);
          expect(Number.isFinite(pace.leftMs.high)).toBe(true);
        }
      }),
    );
  });
});
