import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArrivals } from "../src/arrivals/file.ts";
import { type Generator, generate } from "../src/arrivals/generate.ts";
import { pack } from "../src/arrivals/pack.ts";
import {
  constant,
  type Distribution,
  exponential,
  lognormal,
  meanOf,
  pareto,
  sampler,
} from "../src/engine/distribution.ts";
import { Random } from "../src/engine/random.ts";
import { MONDAY } from "../src/pipeline/options.ts";

const generator = (rhythm: Generator["rhythm"], days = 1): Generator => ({
  rhythm,
  days,
  components: constant(1),
  componentBytes: constant(1),
  urgentShare: 0,
});

describe("generated arrivals", () => {
  test("come 200 within the hour, and none in the three after it", () => {
    const arrivals = [...generate(generator({ kind: "bursts", packages: 200, busyHours: 1, quietHours: 3 }, 50), 1)];
    expect(Math.abs(arrivals.length / (50 * 6 * 200) - 1)).toBeLessThan(0.02);
    expect(arrivals.every(({ at }) => at % (4 * 3600) < 3600)).toBe(true);
  });

  test("of a daily rhythm peak in the afternoon, at the factor asked for", () => {
    const perHour = new Array<number>(24).fill(0);
    for (const { at } of generate(generator({ kind: "daily", perDay: 240_000, peak: 1.6 }), 1))
      perHour[Math.floor(at / 3600)]! += 1;
    expect(Math.abs(Math.max(...perHour) / 16_000 - 1)).toBeLessThan(0.03);
    expect(perHour.indexOf(Math.max(...perHour))).toBeGreaterThanOrEqual(13);
    expect(perHour.indexOf(Math.max(...perHour))).toBeLessThanOrEqual(16);
  });

  test("of several rhythms add up", () => {
    const few = { kind: "steady", perDay: 1000 } as const;
    const count = [...generate(generator({ kind: "sum", parts: [few, few, few] }), 1)].length;
    expect(Math.abs(count / 3000 - 1)).toBeLessThan(0.06);
  });

  test.each<[string, Distribution]>([
    ["exponential", exponential(3)],
    ["lognormal", lognormal(2, 20)],
    ["Pareto", pareto(1.3, 2, 500)],
    ["Pareto of index 1", pareto(1, 2, 500)],
  ])("have the mean that is computed for them: %s", (_, distribution) => {
    const draw = sampler("x", distribution, new Random(3));
    let sum = 0;
    for (let n = 0; n < 400_000; n += 1) sum += draw();
    expect(Math.abs(sum / 400_000 / meanOf(distribution) - 1)).toBeLessThan(0.03);
  });

  test.each<[Distribution, string]>([
    [constant(-1), "at least 0"],
    [exponential(0), "above 0"],
    [lognormal(2, 1), "median ≤ p99"],
    [pareto(0, 1, 2), "alpha > 0"],
  ])("refuse %j", (distribution, message) => {
    expect(() => sampler("bytes", distribution, new Random(1))).toThrow(message);
  });
});

describe("arrivals from a file", () => {
  test("are read by time or by seconds, in order of time", () => {
    const text = '{"at":"2026-11-02T01:00:00Z","bytes":10,"components":2}\n\n{"at":5,"bytes":7,"urgent":true}\n';
    expect(parseArrivals(text, MONDAY)).toEqual([
      { at: 5, bytes: 7, components: 1, urgent: true },
      { at: 3600, bytes: 10, components: 2 },
    ]);
  });

  test.each([
    ["not JSON", "oops", "Line 1 of the arrivals is not JSON"],
    ["a missing size", '{"at":1}', "Line 1 of the arrivals: bytes"],
    ["a negative time", '{"at":-1,"bytes":1}', "Line 1 of the arrivals: at"],
    ["too many components", '{"at":1,"bytes":1,"components":1e9}', "Line 1 of the arrivals: components"],
    ["a time before the start", '{"at":"2020-01-01T00:00:00Z","bytes":1}', "before the simulation starts"],
    ["nothing", "\n", "holds no line"],
  ])("are refused with the line's number: %s", (_, text, message) => {
    expect(() => parseArrivals(text, MONDAY)).toThrow(message);
  });
});

test("a bundle is closed by its bytes as well as by its members", () => {
  const limits = { members: 64, bytes: 2 ** 20, memberBytes: 2 ** 16 };
  const members: number[] = [];
  pack(
    64,
    () => 60_000,
    limits,
    (m) => members.push(m),
  );
  expect(members).toEqual([17, 17, 17, 13]);
});

test("packing keeps every component and byte, and no bundle is larger than it may be", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 300 }),
      fc.integer({ min: 1, max: 64 }),
      (sizes, members) => {
        const limits = { members, bytes: 2 ** 20, memberBytes: 2 ** 16 };
        const units: { members: number; bytes: number }[] = [];
        const count = pack(
          sizes.length,
          (at) => sizes[at]!,
          limits,
          (m, bytes) => units.push({ members: m, bytes }),
        );
        expect(count).toBe(units.length);
        expect(units.reduce((sum, unit) => sum + unit.members, 0)).toBe(sizes.length);
        expect(units.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sizes.reduce((sum, size) => sum + size, 0));
        for (const unit of units) {
          expect(unit.members).toBeLessThanOrEqual(members);
          if (unit.members > 1) expect(unit.bytes).toBeLessThanOrEqual(limits.bytes);
        }
      },
    ),
  );
});
