import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countOf,
  formatAge,
  formatBytes,
  formatCompactCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatRate,
  formatThroughput,
  formatTimeLeft,
  formatTimeOnAxis,
  formatUsd,
  formatUtc,
  pluralOf,
} from "../../src/format/index.ts";

const positive = (max: number) => fc.double({ min: 0, max, noNaN: true });
/** Powers of ten and their neighbours, where rounding goes wrong. */
const nearPowers = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.constantFrom(0.1, 0.949, 0.95, 0.995, 0.9995, 0.99999, 1, 1.05))
    .map(([power, factor]) => factor * 10 ** power);

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [15_320, "15.3 kB"],
    [99_960, "100 kB"],
    [999_600, "1.0 MB"],
    [10_000_000, "10.0 MB"],
    [20 * 2 ** 20, "21.0 MB"],
    [1e9, "1.0 GB"],
    [5e15, "5.0 PB"],
  ])("%d bytes read as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("have three digits at most, and the value that was given to within 5%", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(2 ** 50).map(Number), nearPowers(0, 20)), (bytes) => {
        const [, value = "", unit = ""] = /^(\d{1,3}(?:\.\d)?) ([kMGTPE]?B)$/.exec(formatBytes(bytes)) ?? [];
        const factor = 1000 ** ["B", "kB", "MB", "GB", "TB", "PB", "EB"].indexOf(unit);
        expect(Math.abs(Number(value) * factor - bytes)).toBeLessThanOrEqual(Math.max(0.5, bytes * 0.05));
      }),
    );
  });

  it("per second say so", () => expect(formatThroughput(42e6)).toBe("42.0 MB/s"));
});

describe("sums of money", () => {
  it.each([
    [0, "$0"],
    [0.000_000_9, "<$0.000001"],
    [0.000_001, "$0.0000010"],
    [0.000_123_4, "$0.00012"],
    [0.009_99, "$0.010"],
    [0.0999, "$0.10"],
    [0.35, "$0.35"],
    [12.3456, "$12.35"],
    [1_234_567.891, "$1,234,567.89"],
    [-0.002, "-$0.0020"],
  ])("%d dollars read as %s", (usd, text) => expect(formatUsd(usd)).toBe(text));

  it("are never shown in scientific notation, nor off by more than 6% or half a cent", () => {
    fc.assert(
      fc.property(fc.oneof(positive(1e9), positive(0.1), nearPowers(-6, 6)), (usd) => {
        const text = formatUsd(usd);
        if (usd > 0 && usd < 0.000_001) {
          expect(text).toBe("<$0.000001");
          return;
        }
        expect(text).toMatch(/^\$[\d,]+(\.\d+)?$/);
        const shown = Number(text.replace(/[$,]/g, ""));
        expect(Math.abs(shown - usd)).toBeLessThanOrEqual(Math.max(usd * 0.06, usd >= 0.1 ? 0.0051 : 0));
      }),
    );
  });

  it("are in the order of their values", () => {
    const shown = (usd: number) => Number(formatUsd(usd).replace(/[<$,]/g, ""));
    fc.assert(
      fc.property(nearPowers(-5, 6), nearPowers(-5, 6), (a, b) => {
        if (a <= b) expect(shown(a)).toBeLessThanOrEqual(shown(b));
      }),
    );
  });
});

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [0.2, "<1 ms"],
    [850, "850 ms"],
    [999.6, "1.0 s"],
    [4_230, "4.2 s"],
    [9_960, "10 s"],
    [59_900, "1 min"],
    [200_000, "3 min 20 s"],
    [18_720_000, "5 h 12 min"],
    [273_600_000, "3 d 4 h"],
  ])("%d ms read as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it("have at most two units, and never 60 seconds, 60 minutes, 24 hours or 1000 ms", () => {
    fc.assert(
      fc.property(fc.oneof(positive(2 ** 40), positive(100_000), nearPowers(-3, 12)), (ms) => {
        expect(formatDuration(ms)).toMatch(/^(<1 ms|\d[\d.]* (ms|s|min|h|d)( \d+ (s|min|h))?)$/);
        expect(formatDuration(ms)).not.toMatch(/\b60 (s|min)|\b24 h|\b1000 ms/);
      }),
    );
  });

  it.each([
    [-50, "now"],
    [4_000, "now"],
    [42_000, "42 s"],
    [59_700, "1 min"],
    [3_599_000, "59 min"],
    [7_200_000, "2 h"],
    [400_000_000, "4 d"],
  ])("in a column, %d ms read as %s", (ms, text) => expect(formatAge(ms)).toBe(text));

  it.each([
    [417_000, 422_000, "about 7 min left"],
    [8_000, 20_000, "8–20 s left"],
    [100, 300, "about 1 s left"],
    [660_000, 2_220_000, "11–37 min left"],
    [5_600_000, 15_600_000, "1.5–4.5 h left"],
    [172_800_000, 345_600_000, "2–4 d left"],
  ])("left, from %d to %d ms, read as %s", (low, high, text) => expect(formatTimeLeft({ low, high })).toBe(text));
});

describe("counts", () => {
  it("compact counts keep four digits and shorten more", () => {
    expect([0, 9_999, 12_345, 4_000_000].map(formatCompactCount)).toEqual(["0", "9,999", "12.3K", "4M"]);
  });

  it("name one thing or several", () => {
    expect(countOf(1, "task")).toBe("1 task");
    expect(countOf(2_345, "entity")).toBe("2,345 entities");
    expect(["delivery", "batch", "day", "class"].map((noun) => pluralOf(noun, 0))).toEqual([
      "deliveries",
      "batches",
      "days",
      "classes",
    ]);
  });

  it("only what is done reads as 100%, and only what has not begun as 0%", () => {
    expect(formatPercent(9_999, 10_000)).toBe("99%");
    expect(formatPercent(1, 10_000)).toBe("<1%");
    expect(formatPercent(0, 0)).toBe("100%");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.nat(1e9), (total, some) => {
        const part = some % (total + 1);
        expect(formatPercent(part, total) === "100%").toBe(part === total);
        expect(formatPercent(part, total) === "0%").toBe(part === 0);
      }),
    );
  });

  it("slow rates are given per minute", () => {
    const rates = [25_000, 250, 12.4, 9.96, 2.25, 0.5, 0.02, 0.0001, 0].map(formatRate);
    expect(rates).toEqual(["25K/s", "250/s", "12/s", "10/s", "2.3/s", "30/min", "1.2/min", "<0.1/min", "0/min"]);
    fc.assert(
      fc.property(fc.oneof(positive(1e6), nearPowers(-6, 6)), (rate) => {
        expect(formatRate(rate)).toMatch(/^<?[\d,]+(\.\d)?K?M?\/(s|min)$|^[\d.]+K\/s$/);
      }),
    );
  });
});

describe("dates", () => {
  it("are exact in files, and as exact as an axis needs", () => {
    const at = Date.UTC(2026, 11, 1, 14, 7, 0);
    expect(formatUtc(at)).toBe("2026-12-01 14:07:00 UTC");
    expect(formatTimeOnAxis(at, 3_600_000)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(formatTimeOnAxis(at, 2 * 86_400_000)).toMatch(/^\d+ Dec, \d\d:\d\d$/);
    expect(formatTimeOnAxis(at, 400 * 86_400_000)).toMatch(/^\d+ Dec 2026$/);
  });

  it("that no calendar has are unknown, not an exception", () => {
    fc.assert(
      fc.property(fc.double(), (at) => {
        for (const text of [formatUtc(at), formatDateTime(at), formatTimeOnAxis(at, at)])
          expect(text.length).toBeGreaterThan(0);
      }),
    );
    expect(formatUtc(Number.NaN)).toBe("unknown");
  });
});
