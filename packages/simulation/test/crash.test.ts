import { expect, it } from "vitest";
import { crashPoints, overtakings, pairs, smallPackage, strikeEach, swallowEach, writes } from "../src/index.ts";

const broken = (found: Awaited<ReturnType<typeof strikeEach>>): unknown =>
  found && { faults: found.faults, violations: found.run.violations };

it("survives a crash before and after every single call of a small package", { timeout: 240_000 }, async () => {
  const points = await crashPoints(smallPackage, ["crash-before", "crash-after"]);
  expect(points.length).toBeGreaterThan(150);
  expect(
    broken(
      await strikeEach(
        smallPackage,
        points.map((point) => [point]),
      ),
    ),
  ).toBeUndefined();
  console.info(`${points.length} crash points`);
});

it("survives an error before and after every single call", { timeout: 240_000 }, async () => {
  const points = await crashPoints(smallPackage, ["throttle", "lost-answer"]);
  expect(
    broken(
      await strikeEach(
        smallPackage,
        points.map((point) => [point]),
      ),
    ),
  ).toBeUndefined();
});

it("survives a crash at every two writes", { timeout: 240_000 }, async () => {
  const two = pairs(await crashPoints(smallPackage, ["crash-after"], writes));
  expect(two.length).toBeGreaterThan(400);
  expect(broken(await strikeEach(smallPackage, two))).toBeUndefined();
  console.info(`${two.length} pairs of crash points`);
});

/** Every one of these pairs is struck by `npm run simulate:faults -- --pairs`; here each so-many-th of them. */
const EVERY = 23;

it("survives a crash at two calls, whichever", { timeout: 240_000 }, async () => {
  const two = pairs(await crashPoints(smallPackage, ["crash-before", "crash-after"]));
  expect(two.length).toBeGreaterThan(20_000);
  const part = two.filter((_, index) => index % EVERY === 0);
  expect(broken(await strikeEach(smallPackage, part))).toBeUndefined();
  console.info(`${part.length} of ${two.length} pairs of calls`);
});

it("survives two consumers of one message, one of whom dies after a write", { timeout: 240_000 }, async () => {
  expect(broken(await strikeEach(smallPackage, await overtakings(smallPackage)))).toBeUndefined();
});

it("ends long before its deadline, whichever delivery is swallowed (I1)", { timeout: 240_000 }, async () => {
  expect(await swallowEach(smallPackage)).toEqual([]);
});
