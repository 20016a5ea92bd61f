import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFilter, writeFilter } from "../../src/dashboard/data/filter.ts";
import { bytes, duration, percent, rate, splitName } from "../../src/dashboard/data/format.ts";
import { timeLeft } from "../../src/dashboard/ui/time-left.ts";

describe("numbers as people read them", () => {
  test("100% is said of what is done only, and 0% of what has not begun", () => {
    expect(percent(9_999, 10_000)).toBe("99%");
    expect(percent(10_000, 10_000)).toBe("100%");
    expect(percent(1, 10_000)).toBe("<1%");
    expect(percent(0, 10_000)).toBe("0%");
    expect(percent(0, 0)).toBe("100%");
  });

  test("sizes keep three places at most and never show 1000 of a unit", () => {
    expect([0, 999, 1_000, 15_320, 999_600, 1e9].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "15.3 kB",
      "1.0 MB",
      "1.0 GB",
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 49 }), (n) => {
        expect(bytes(n)).toMatch(/^\d{1,3}(\.\d)? [kMGT]?B$/);
      }),
    );
  });

  test("durations have two places, and no minute has 60 seconds", () => {
    expect([0.2, 850, 4_230, 59_900, 200_000, 18_720_000, 273_600_000].map(duration)).toEqual([
      "<1 ms",
      "850 ms",
      "4.2 s",
      "1 min",
      "3 min 20 s",
      "5 h 12 min",
      "3 d 4 h",
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), (n) => {
        expect(duration(n)).not.toMatch(/\b60 (s|min)|\b24 h/);
      }),
    );
  });

  test("slow rates are told by the minute", () => {
    expect([250, 12.4, 2.25, 0.5, 0.02].map(rate)).toEqual(["250/s", "12/s", "2.3/s", "30/min", "1.2/min"]);
  });

  test("the time left is a range only where it is one", () => {
    expect(timeLeft({ low: 417_000, high: 422_000 })).toBe("about 7 min left");
    expect(timeLeft({ low: 8_000, high: 20_000 })).toBe("8–20 s left");
    expect(timeLeft({ low: 100, high: 300 })).toBe("about 1 s left");
    expect(timeLeft({ low: 660_000, high: 2_220_000 })).toBe("11–37 min left");
    expect(timeLeft({ low: 5_600_000, high: 15_600_000 })).toBe("1.5–4.5 h left");
  });

  test("a name's folder is set apart", () => {
    expect(splitName("a/b/c.zip")).toEqual({ folder: "a/b/", base: "c.zip" });
    expect(splitName("c.zip")).toEqual({ base: "c.zip" });
  });
});

test("a filter survives the address bar, whatever it holds", () => {
  const filter = fc.record({
    state: fc.uniqueArray(fc.constantFrom("active", "failed", "partial", "complete")),
    band: fc.uniqueArray(fc.constantFrom("critical", "high", "normal", "low")),
    name: fc.string({ unit: "grapheme" }),
    stalled: fc.boolean(),
    retrying: fc.boolean(),
    sort: fc.constantFrom("time" as const, "priority" as const),
  });
  fc.assert(
    fc.property(filter, (one) => {
      expect(readFilter(writeFilter(one).slice(1))).toEqual(one);
    }),
  );
});
