import fc from "fast-check";
import { expect, it } from "vitest";
import { topOf } from "../../src/correlate/top.ts";

it("the first few by an order are those of the whole list sorted, in whatever order they came", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 200 }), fc.integer({ min: 1, max: 10 }), (all, limit) => {
      const top = topOf<number>(limit, (a, b) => a - b);
      for (const one of all) top.add(one);
      expect(top.sorted()).toEqual(all.toSorted((a, b) => a - b).slice(0, limit));
    }),
  );
});
