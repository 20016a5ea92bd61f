import fc from "fast-check";
import { expect, test } from "vitest";
import { boundedJson } from "../../src/api/components/bounded-json.ts";

test("a value within the limits is the same, and what exceeds one is left out and said to be", () => {
  const small = { a: [1, "two", null, { b: true }], c: {} };
  expect(boundedJson(small)).toEqual({ value: small, truncated: false });
  const most = { entries: 3, characters: 4, depth: 3, values: 100 };
  expect(boundedJson([1, 2, 3, 4], most)).toEqual({ value: [1, 2, 3], truncated: true });
  expect(boundedJson("hello", most)).toEqual({ value: "hell…", truncated: true });
  expect(boundedJson({ a: { b: { c: { d: 1 } } } }, most)).toEqual({ value: { a: { b: {} } }, truncated: true });
  const flat = { entries: 200, characters: 4, depth: 3, values: 100 };
  expect(
    (
      boundedJson(
        Array.from({ length: 150 }, () => 1),
        flat,
      ).value as unknown[]
    ).length,
  ).toBe(99);
  expect(boundedJson({ a: 1, b: 2, c: 3, d: 4 }, most)).toEqual({ value: { a: 1, b: 2, c: 3 }, truncated: true });
});

test("whatever a pass returns, its view holds at most so many values and is truthful about the rest", () => {
  const size = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? Object.values(value).reduce((sum: number, part) => sum + size(part), 1)
      : 1;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 1, max: 40 }), (value, values) => {
      const bounded = boundedJson(value, { entries: 200, characters: 2_000, depth: 12, values });
      // A value that is begun is finished, so that one more than the limit may be there for each level.
      expect(size(bounded.value)).toBeLessThanOrEqual(values + 12);
      if (!bounded.truncated) expect(bounded.value).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
