import { expect, it } from "vitest";
import { crashPoints, overtakings, smallPackage, strikeEach, swallowEach } from "../src/index.ts";
import { broken } from "./survive.ts";

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

it("survives two consumers of one message, one of whom dies after a write", { timeout: 240_000 }, async () => {
  expect(broken(await strikeEach(smallPackage, await overtakings(smallPackage)))).toBeUndefined();
});

it("ends long before its deadline, whichever delivery is swallowed (I1)", { timeout: 240_000 }, async () => {
  expect(await swallowEach(smallPackage)).toEqual([]);
});
