import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KindGroup, kindLines } from "../../src/dashboard/package/components/kind-lines.ts";

describe("components below their kinds", () => {
  test("a collapsed kind is one line, and an expanded kind has a line per component", () => {
    const log = { kind: "log", size: 250, open: true };
    const json = { kind: "json", size: 3, open: false };
    const { count, placeAt, pagesIn } = kindLines([log, json]);
    expect(count).toBe(252);
    expect(placeAt(0)).toEqual(log);
    expect(placeAt(1)).toEqual({ kind: "log", nth: 0 });
    expect(placeAt(250)).toEqual({ kind: "log", nth: 249 });
    expect(placeAt(251)).toEqual(json);
    expect(placeAt(252)).toBeUndefined();
    expect(pagesIn(0, 30, 100)).toEqual([{ kind: "log", page: 0 }]);
    expect(pagesIn(230, 251, 100)).toEqual([{ kind: "log", page: 2 }]);
    expect(pagesIn(195, 205, 100)).toEqual([
      { kind: "log", page: 1 },
      { kind: "log", page: 2 },
    ]);
  });

  test("exactly the pages of the visible components are fetched", () => {
    const group = fc.record({ kind: fc.uuid(), size: fc.integer({ min: 1, max: 30 }), open: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(group, { maxLength: 8 }),
        fc.nat(100),
        fc.nat(30),
        fc.integer({ min: 1, max: 10 }),
        (groups: KindGroup[], first, more, length) => {
          const { count, placeAt, pagesIn } = kindLines(groups);
          const places = Array.from({ length: count }, (_, n) => placeAt(n));
          expect(places.filter((place) => place && "size" in place)).toEqual(groups);
          const seen = places
            .slice(first, first + more + 1)
            .flatMap((place) => (place && "nth" in place ? [place] : []));
          const pages = seen.map(({ kind, nth }) => `${kind} ${Math.floor(nth / length)}`);
          expect(pagesIn(first, first + more, length).map(({ kind, page }) => `${kind} ${page}`)).toEqual([
            ...new Set(pages),
          ]);
        },
      ),
    );
  });
});
