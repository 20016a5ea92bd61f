import { describe, expect, it } from "vitest";
import { type Fault, runSynthetic, type SyntheticScenario, smallPackage } from "../src/index.ts";

const strike = (operation: Fault["operation"], nth: number, kind: Fault["kind"], times = 1): Fault => ({
  operation,
  nth,
  kind,
  times,
  ms: 0,
});

const run = async (scenario: SyntheticScenario) => {
  const { world, violations } = await runSynthetic(scenario, { timeline: true });
  const [row] = await world.rows();
  return { world, violations, row: row ?? expect.fail("no package"), timeline: world.timeline.entries };
};

const heavy: SyntheticScenario = {
  ...smallPackage,
  deliveries: [{ name: "package-0", at: 0, batches: [{ count: 2, passes: ["heavy"] }] }],
};

describe("recovery", () => {
  it("an aggregator that is killed just before its end is replaced in a minute or two", async () => {
    const { timeline: undisturbed } = await run(smallPackage);
    const puts = undisturbed.filter(({ what }) => what.startsWith("objects.put"));
    const nth = puts.findIndex(({ what }) => what.endsWith("outcome.json"));
    const { violations, row, timeline } = await run({
      ...smallPackage,
      faults: [strike("objects.put", nth, "crash-after")],
    });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "complete", revision: 1 });
    const died = timeline.find(({ process, what }) => process.startsWith("aggregate") && what.startsWith("dies"));
    const done = timeline.find(({ what }) => what.includes('"state":"complete"'));
    expect((done?.at ?? Number.NaN) - (died?.at ?? Number.NaN)).toBeLessThan(120_000);
  });

  it("a worker that is told to stop gives its task back at once, leaves, and another one does it", async () => {
    const { world, violations, row, timeline } = await run({ ...heavy, faults: [strike("pass.run", 0, "terminate")] });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "complete", totals: { succeeded: 2 } });
    expect(world.faults.seen.get("SIGTERM in mid-task")).toBe(1);
    const told = timeline.find(({ what }) => what === "SIGTERM") ?? expect.fail("no SIGTERM");
    const own = timeline.filter(({ process, at }) => process === told.process && at >= told.at);
    const given = own.filter(({ what }) => /^queues\.extend heavy-standard \S+ 0 s/.test(what));
    expect(given.length).toBeGreaterThan(0);
    for (const { at } of given) expect(at - told.at).toBeLessThan(5_000);
    const left = own.find(({ what }) => what.startsWith("fleet.leave")) ?? expect.fail("it stayed");
    expect(left.at - told.at).toBeLessThan(30_000);
    expect(own.some(({ what }) => what.includes("SIGKILL"))).toBe(false);
  });

  it("a worker that is killed in the middle of a pass loses nothing (I4)", async () => {
    const { world, violations, row } = await run({ ...heavy, faults: [strike("pass.run", 0, "crash-before")] });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "complete", totals: { succeeded: 2 } });
    expect(world.faults.seen.get("worker killed in mid-pass")).toBe(1);
  });

  it("a task in the hands of two workers ends once (I3)", async () => {
    const faults = [strike("worker.receive", 0, "redeliver", 6)];
    for (let seed = 0; seed < 4; seed += 1) {
      const { violations, row } = await run({ ...heavy, seed, faults });
      expect(violations).toEqual([]);
      expect(row).toMatchObject({ state: "complete", totals: { succeeded: 2 } });
    }
  });

  it("components' states that are never written change nothing of the outcome (I2)", async () => {
    const { violations, row } = await run({
      ...smallPackage,
      faults: [strike("objects.setMetadata", 0, "lose", 1000)],
    });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "complete", totals: { succeeded: 6 } });
  });

  it("damaged and foreign messages on every queue are kept, and stop nobody (I6)", async () => {
    const foreign = Array.from({ length: 9 }, (_, nth) => strike("queues.send", nth, "foreign"));
    const { world, violations, row } = await run({
      ...smallPackage,
      faults: [...foreign, strike("queues.send", 10, "damage")],
    });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "complete", totals: { succeeded: 6 } });
    expect(new Set(world.faults.poison.map(({ queue }) => queue)).size).toBe(9);
  });

  it("a chain that is skipped while every answer of the tree is lost is skipped to its end, without the sweep (I1)", async () => {
    const chain = { count: 1, passes: ["a", "b", "c", "d", "e", "f", "g", "h"], trouble: "terminal:a;" };
    const { world, violations, row } = await run({
      ...smallPackage,
      deliveries: [{ name: "package-0", at: 0, batches: [chain] }],
      faults: [strike("tally.settle", 0, "lost-answer", 3)],
    });
    expect(violations).toEqual([]);
    expect(row).toMatchObject({ state: "failed", totals: { failed: 1, skipped: 7 } });
    expect(world.swept.flatMap(({ mended, expired }) => [...mended, ...expired])).toEqual([]);
  });
});
