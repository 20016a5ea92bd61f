import { costOf, defaultTopology } from "@torrent/core/unstable";
import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

describe("a package's activity", () => {
  test("tells of each pass what was planned, how it ended, what is to come and what was retried", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", [
      ...files(8, (n) => (n < 2 ? `POISON ${n}` : `fine ${n}`)),
      { name: "f", text: "FLAKY" },
    ]);
    await world.step(["intake", "classify"]);
    const before = await json(`/api/v1/packages/${id}/activity`);
    expect(before.passes.find((pass: { pass: string }) => pass.pass === "patterns")).toMatchObject({
      planned: 9,
      waiting: 9,
    });
    await world.finish();
    const { passes, partial, axis } = await json(`/api/v1/packages/${id}/activity`);
    expect(partial).toBe(false);
    const patterns = passes.find((pass: { pass: string }) => pass.pass === "patterns");
    expect(patterns).toMatchObject({ planned: 9, waiting: 0, function: 9, worker: 0 });
    expect(patterns.outcomes).toMatchObject({ succeeded: 6, failed: 3 });
    expect(patterns.histogram.reduce((sum: number, tasks: number) => sum + tasks, 0)).toBe(6);
    expect(axis.bins.reduce((sum: number, bin: { ended: number }) => sum + bin.ended, 0)).toBe(18);
  });

  test("is counted over every round, and says where each later one began", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit(
      "a.zip",
      files(4, (n) => (n === 0 ? "POISON" : `fine ${n}`)),
    );
    await world.finish();
    const opened: number[] = [];
    for (let round = 2; round <= 3; round += 1) {
      await world.cloud.clock.advance(3_600_000);
      opened.push(world.cloud.clock.now());
      await post(`/api/v1/packages/${id}/redrive`, {}, 202);
      await world.finish();
    }
    const { passes, axis } = await json(`/api/v1/packages/${id}/activity`);
    expect(axis.rounds).toEqual([
      { round: 2, at: opened[0] },
      { round: 3, at: opened[1] },
    ]);
    expect(passes.find((pass: { pass: string }) => pass.pass === "patterns").outcomes).toMatchObject({
      succeeded: 3,
      failed: 3,
    });
  });
});

describe("the estimate of a cost", () => {
  const usage = { components: 1_000, tasks: 4_000, lambdaTasks: 4_000, lambdaMs: 400_000, fargateMs: 0 };

  test("is the sum of its parts, and grows linearly with the package", () => {
    const cost = costOf(usage, defaultTopology);
    expect(cost.parts.reduce((sum, part) => sum + part.usd, 0)).toBeCloseTo(cost.usd, 12);
    const ten = costOf(
      { components: 10_000, tasks: 40_000, lambdaTasks: 40_000, lambdaMs: 4_000_000, fargateMs: 0 },
      defaultTopology,
    );
    expect(ten.usd / cost.usd).toBeGreaterThan(9.9);
    expect(ten.usd / cost.usd).toBeLessThan(10.01);
  });

  test("counts one write unit for each task and component, as the protocol does", () => {
    const part = costOf(usage, defaultTopology).parts.find(({ name }) => name === "DynamoDB");
    expect(part?.of).toContain("5,014 write units");
  });

  test("compares the choreography with transitions, not with the computing that both need", () => {
    const { choreographyUsd, stepFunctionsUsd } = costOf(usage, defaultTopology);
    expect(stepFunctionsUsd).toBeCloseTo(9_005 * 25e-6, 9);
    expect(choreographyUsd).toBeLessThan(stepFunctionsUsd);
  });
});

test("the map tells the status of every component in runs", async () => {
  const { world, json } = setUp();
  const id = await world.submit(
    "a.zip",
    files(230, (n) => (n === 100 || n === 101 ? `POISON ${n}` : `fine ${n}`)),
  );
  await world.step(["intake"]);
  expect(await json(`/api/v1/packages/${id}/component-map`)).toEqual({ total: 230, runs: "m230" });
  await world.finish();
  await world.cloud.clock.advance(1_000);
  expect(await json(`/api/v1/packages/${id}/component-map`)).toEqual({ total: 230, runs: "d100f2d128" });
});
