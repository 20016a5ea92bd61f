import fc from "fast-check";
import { expect, test } from "vitest";
import { EventHeap } from "../src/engine/heap.ts";
import { Random } from "../src/engine/random.ts";
import { Ring } from "../src/engine/ring.ts";
import { Rows } from "../src/engine/rows.ts";
import { Sketch } from "../src/engine/sketch.ts";
import { businessHours } from "../src/stations/business-hours.ts";

test("the heap gives events back in order of time, each once", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 3000 }), (times) => {
      const heap = new EventHeap();
      times.forEach((time, id) => {
        heap.push(time, id);
      });
      const seen: number[] = [];
      while (heap.size > 0) {
        const time = heap.nextTime;
        const id = heap.pop();
        expect(times[id]).toBe(time);
        seen.push(id);
      }
      expect(seen.map((id) => times[id])).toEqual(times.toSorted((a, b) => a - b));
      expect(new Set(seen).size).toBe(times.length);
    }),
    { numRuns: 30 },
  );
  expect(() => new EventHeap().pop()).toThrow("empty");
});

test("the ring is first in, first out, while it grows and wraps", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (pushes) => {
      const ring = new Ring();
      const expected: number[] = [];
      pushes.forEach((push, at) => {
        if (push || expected.length === 0) {
          ring.push(at);
          expected.push(at);
        } else expect(ring.shift()).toBe(expected.shift());
        expect(ring.length).toBe(expected.length);
        expect(ring.peek()).toBe(expected[0]);
      });
    }),
  );
});

test("rows keep their values while the table grows, and ids are used again", () => {
  const rows = new Rows(["value"]);
  const ids = Array.from({ length: 3000 }, (_, n) => {
    const id = rows.take();
    rows.columns.value[id] = n;
    return id;
  });
  expect(ids.every((id, n) => rows.columns.value[id] === n)).toBe(true);
  for (const id of ids) rows.release(id);
  expect(rows.live).toBe(0);
  for (let n = 0; n < 3000; n += 1) expect(rows.take()).toBeLessThan(3000);
});

test("the sketch's quantiles are within 1% of the true ones", () => {
  const random = new Random(5);
  const sketch = new Sketch();
  const values = Array.from({ length: 50_000 }, () => Math.exp(2 * random.normal()));
  for (const value of values) sketch.add(value);
  values.sort((a, b) => a - b);
  for (const q of [0.01, 0.5, 0.95, 0.99, 0.999]) {
    const exact = values[Math.ceil(q * values.length) - 1]!;
    expect(Math.abs(sketch.quantile(q) / exact - 1)).toBeLessThan(0.011);
  }
  expect(sketch.quantile(1)).toBeCloseTo(values.at(-1)!, -1);
  expect(() => sketch.quantile(2)).toThrow("between 0 and 1");
});

test("streams of one seed differ, and each repeats", () => {
  const draw = (seed: number, stream: string) =>
    Array.from(
      { length: 3 },
      (
        (r) => () =>
          r.uniform()
      )(new Random(seed, stream)),
    );
  expect(draw(1, "a")).toEqual(draw(1, "a"));
  expect(draw(1, "a")).not.toEqual(draw(1, "b"));
  expect(draw(1, "a")).not.toEqual(draw(2, "a"));
});

const week = 7 * 86_400;
const pool = { workers: 1, days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };

test("business hours follow the time zone, its clock change, and the days", () => {
  const winter = businessHours(pool, new Date("2026-11-02T00:00:00Z"), week);
  expect(winter[0]).toEqual({ at: 7 * 3600, open: true });
  expect(winter[1]).toEqual({ at: 17 * 3600, open: false });
  expect(winter).toHaveLength(10);
  // Summer time ends on Sunday, 25 October 2026.
  const change = businessHours(pool, new Date("2026-10-23T00:00:00Z"), 4 * 86_400);
  expect(change.map(({ at }) => (at / 3600) % 24)).toEqual([6, 16, 7, 17]);
});

test("business hours may be all hours, may begin open, and are refused where they are no time", () => {
  const always = { ...pool, days: [0, 1, 2, 3, 4, 5, 6], from: "00:00", to: "24:00" };
  expect(businessHours(always, new Date("2026-11-02T12:00:00Z"), week)).toEqual([{ at: 0, open: true }]);
  expect(businessHours({ ...pool, from: "08:20" }, new Date("2026-11-02T00:00:00Z"), 86_400)[0]?.at).toBe(
    7 * 3600 + 20 * 60,
  );
  expect(() => businessHours({ ...pool, from: "8am" }, new Date(), week)).toThrow('not "8am"');
});
