import { describe, expect, it } from "vitest";
import { runSynthetic, type SyntheticScenario } from "../src/index.ts";
import { survive } from "./survive.ts";

describe("whatever goes wrong, every invariant holds", () => {
  it("in small packages, seeds 0 to 499", { timeout: 300_000 }, () => survive("small", 0, 500));

  it("at the edges of the tree's nodes, seeds 0 to 9", { timeout: 300_000 }, () => survive("edge", 0, 10));

  it("in a package of 10,001 components", { timeout: 300_000 }, async () => {
    const scenario: SyntheticScenario = {
      seed: 5,
      deliveries: [{ name: "package-0", at: 0, batches: [{ count: 10_001, passes: ["a"], same: true }] }],
      actions: [],
      faults: (["tally.settle", "queues.send", "source.receive", "pass.run"] as const).map((operation, index) => ({
        operation,
        nth: 100 + index,
        kind: operation === "source.receive" ? "swallow" : "crash-after",
        times: 1,
        ms: 0,
      })),
      skewMs: 2_000,
    };
    const { violations, world } = await runSynthetic(scenario);
    expect(violations).toEqual([]);
    expect((await world.rows())[0]).toMatchObject({ state: "complete", totals: { succeeded: 10_001 } });
  });
});

describe("a seed", () => {
  it("reproduces its run, call by call", async () => {
    const timeline = async (): Promise<string> => {
      const scenario = { ...explored, faults: explored.faults };
      return (await runSynthetic(scenario, { timeline: true })).world.timeline.toString();
    };
    const first = await timeline();
    expect(first.length).toBeGreaterThan(1_000);
    expect(await timeline()).toBe(first);
  });
});

const explored: SyntheticScenario = {
  seed: 77,
  deliveries: [
    { name: "package-0", at: 0, batches: [{ count: 2, passes: ["a", "x", "join"] }] },
    { name: "package-1", at: 500, batches: [{ count: 2, passes: ["heavy", "grow"], grows: [2, 1] }] },
  ],
  actions: [{ at: 20_000, kind: "cancel", delivery: 1 }],
  faults: [
    { operation: "tally.settle", nth: 2, kind: "crash-after", times: 1, ms: 0 },
    { operation: "queues.send", nth: 3, kind: "duplicate", times: 1, ms: 0 },
  ],
  skewMs: 2_000,
};
