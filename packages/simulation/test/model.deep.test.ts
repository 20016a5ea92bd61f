import { afterAll, describe, expect, it } from "vitest";
import { exploreAll, type Shape } from "../src/model/explore-all.ts";

const shapes: readonly Shape[] = [
  { components: 0, tasks: 0, crashes: 2, repeats: 2 },
  { components: 1, tasks: 0, crashes: 2, repeats: 2 },
  { components: 1, tasks: 1, crashes: 2, repeats: 2 },
  { components: 1, tasks: 2, crashes: 2, repeats: 1 },
  { components: 1, tasks: 1, crashes: 1, repeats: 0, copies: 2 },
  { components: 2, tasks: 1, crashes: 1, repeats: 1 },
  { components: 100, tasks: 1, before: 99, crashes: 2, repeats: 1 },
  { components: 101, tasks: 1, before: 100, crashes: 1, repeats: 1 },
  { components: 101, tasks: 1, before: 99, crashes: 1, repeats: 0 },
];

let all = 0;
afterAll(() => console.info(`${all} states of the settlement protocol explored`));

describe("every order of settling, sealing, climbing, dying and coming again ends complete, once and in full", () => {
  for (const shape of shapes)
    it(JSON.stringify(shape), { timeout: 240_000 }, async () => {
      const { states, ends } = await exploreAll(shape);
      expect(ends).toBeGreaterThan(0);
      all += states;
    });
});
