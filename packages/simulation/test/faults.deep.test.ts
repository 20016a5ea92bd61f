import { describe, it } from "vitest";
import { survive } from "./survive.ts";

describe("whatever goes wrong, every invariant holds", () => {
  for (const from of [500, 1000, 1500])
    it(`in small packages, seeds ${from} to ${from + 499}`, { timeout: 300_000 }, () => survive("small", from, 500));

  it("at the edges of the tree's nodes, seeds 10 to 39", { timeout: 300_000 }, () => survive("edge", 10, 30));
});
