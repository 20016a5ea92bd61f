import { describe, expect, it } from "vitest";
import { type Fault, runSynthetic, type SyntheticPackage, type SyntheticScenario, undisturbed } from "../src/index.ts";

const scenario = (
  deliveries: readonly Omit<SyntheticPackage, "name" | "at">[],
  faults: readonly Fault[] = [],
): SyntheticScenario => ({
  seed: 3,
  deliveries: deliveries.map((delivery, index) => ({ at: 0, ...delivery, name: `package-${index}` })),
  actions: [],
  faults,
  skewMs: 0,
});
const fault = (operation: Fault["operation"], nth: number, kind: Fault["kind"], times = 1): Fault => ({
  operation,
  nth,
  kind,
  times,
  ms: 300_000,
});
const run = async (what: SyntheticScenario) => {
  const { world, violations } = await runSynthetic(what);
  return { world, violations, rows: new Map((await world.rows()).map((row) => [row.name, row])) };
};

/** A complete package of the synthetic choreography tells one subscriber that it has opened, and both that it has ended. */
const DELIVERIES = 3;

describe("the invariants", () => {
  it("I1: every package ends, also where every delivery of its work was lost", async () => {
    const lost = fault("source.receive", 1, "swallow", 6);
    const { violations, rows } = await run(scenario([{ batches: [{ count: 3, passes: ["a", "b"] }] }], [lost]));
    expect(violations).toEqual([]);
    expect(rows.get("package-0")?.state).toBe("complete");
  });

  it("I1: a package is found whose event was lost", async () => {
    const { violations, rows, world } = await run(
      scenario([{ batches: [{ count: 1, passes: ["a"] }] }], [fault("source.receive", 0, "swallow")]),
    );
    expect(violations).toEqual([]);
    expect(world.swept.flatMap(({ unclaimed }) => unclaimed)).toEqual(["inbox/package-0"]);
    expect(rows.get("package-0")?.state).toBe("complete");
  });

  it("I1: with no fault the sweep finds nothing to do", async () => {
    for (const one of undisturbed) {
      const { world, violations } = await run(one);
      expect(violations).toEqual([]);
      for (const { mended, expired, unclaimed } of world.swept)
        expect([mended, expired, unclaimed]).toEqual([[], [], []]);
    }
  });

  it("I2: what failed, was skipped or has no plan is counted, and the sum is what was planned", async () => {
    const { violations, rows } = await run(
      scenario([
        {
          batches: [
            { count: 2, passes: ["a", "b", "c"], trouble: "terminal:b;" },
            { count: 1, passes: [] },
            { count: 1, passes: ["a"], trouble: "defect" },
            { count: 1, passes: ["heavy", "heavier"], trouble: "transient:heavy;" },
          ],
        },
      ]),
    );
    expect(violations).toEqual([]);
    expect(rows.get("package-0")).toMatchObject({ state: "partial", totals: { succeeded: 3, failed: 4, skipped: 3 } });
  });

  it("I3: one outcome and one report, though every message comes twice and to two consumers", async () => {
    const both = [0, 3, 8, 14].map((nth) => fault("source.receive", nth, "redeliver"));
    const twice = [fault("queues.send", 0, "duplicate", 500), ...both];
    const { violations, rows } = await run(scenario([{ batches: [{ count: 4, passes: ["a", "x", "join"] }] }], twice));
    expect(violations).toEqual([]);
    expect(rows.get("package-0")).toMatchObject({ state: "complete", revision: 1, totals: { succeeded: 12 } });
  });

  it("I4: the report holds every result, though every second write of one is answered with an error", async () => {
    const errors = [4, 6, 8, 10].map((nth) => fault("objects.put", nth, "lost-answer"));
    const { violations, rows } = await run(scenario([{ batches: [{ count: 4, passes: ["a", "b"] }] }], errors));
    expect(violations).toEqual([]);
    expect(rows.get("package-0")).toMatchObject({ state: "complete", totals: { succeeded: 8, counts: { marks: 8 } } });
  });

  it("I5: nothing is acknowledged before its effect is durable, though each process dies after its next write", async () => {
    const deaths = [0, 2, 4, 6, 8].flatMap((nth) => [
      fault("tally.settle", nth, "crash-after"),
      fault("queues.send", nth, "crash-after"),
    ]);
    const { violations, rows } = await run(scenario([{ batches: [{ count: 3, passes: ["a", "b"] }] }], deaths));
    expect(violations).toEqual([]);
    expect(rows.get("package-0")?.state).toMatch(/complete|partial/);
  });

  it("I6: bad packages are ended with a reason, and their neighbours are complete", async () => {
    const good = { batches: [{ count: 3, passes: ["a", "b"] }] };
    const { violations, rows } = await run(
      scenario([
        good,
        { batches: [{ count: 2, passes: ["a"] }], hostile: true },
        { batches: [{ count: 5, passes: ["a", "x"], trouble: "transient:a;transient:x;" }] },
        { batches: [{ count: 2, passes: ["a"], trouble: "terminal:a;" }] },
        good,
      ]),
    );
    expect(violations).toEqual([]);
    const states = ["complete", "rejected", "failed", "failed", "complete"];
    for (const [index, state] of states.entries()) expect(rows.get(`package-${index}`)?.state).toBe(state);
    expect(rows.get("package-1")?.error?.kind).toBe("archive-bomb");
  });

  it("I7: the tree takes one write for each task, each component and each full node, and none more", async () => {
    for (const components of [1, 10, 100, 300]) {
      const { violations, world } = await run(scenario([{ batches: [{ count: components, passes: ["a", "b"] }] }]));
      expect(violations).toEqual([]);
      const nodes = components > 100 ? Math.ceil(components / 100) : 0;
      expect(world.audit.writes.settle).toBe(components * 2 + components + nodes + DELIVERIES);
      expect(world.audit.writes.sent).toBe(components * 3 + 1 + DELIVERIES);
    }
  });
});
