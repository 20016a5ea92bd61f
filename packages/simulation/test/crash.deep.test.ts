import { expect, it } from "vitest";
import { crashPoints, pairs, smallPackage, strikeEach, writes } from "../src/index.ts";
import { broken } from "./survive.ts";

it("survives a crash at every two writes", { timeout: 240_000 }, async () => {
  const two = pairs(await crashPoints(smallPackage, ["crash-after"], writes));
  expect(two.length).toBeGreaterThan(400);
  expect(broken(await strikeEach(smallPackage, two))).toBeUndefined();
  console.info(`${two.length} pairs of crash points`);
});

/** Every one of these pairs is struck by `npm run simulate:faults -- --pairs`; here one in so many. */
const EVERY = 23;

it("survives a crash at two calls, whichever", { timeout: 240_000 }, async () => {
  const two = pairs(await crashPoints(smallPackage, ["crash-before", "crash-after"]));
  expect(two.length).toBeGreaterThan(20_000);
  const part = two.filter((_, index) => index % EVERY === 0);
  expect(broken(await strikeEach(smallPackage, part))).toBeUndefined();
  console.info(`${part.length} of ${two.length} pairs of calls`);
});
