import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noTotals, settledTasks } from "../src/outcome.ts";
import type { TallyStore } from "../src/ports/tally-store.ts";
import { progress } from "../src/tally/progress.ts";
import { type Climb, climb, seal, settleTask, slotKey } from "../src/tally/settle.ts";
import { height, rightEdge, width } from "../src/tally/shape.ts";
import { MemoryTallyStore } from "../src/testing/memory/index.ts";
import { samplePlan } from "./sample-plan.ts";

const tree = { packageId: "p", round: 1, tree: "" };
const slot = (index: number) => ({ ...tree, slot: index });

/** Counts writes, as the table would bill them. */
const counting = (store: TallyStore) => {
  const writes = { settle: 0, expect: 0 };
  const counted: TallyStore = {
    settle: (...args) => {
      writes.settle += 1;
      return store.settle(...args);
    },
    expect: (...args) => {
      writes.expect += 1;
      return store.expect(...args);
    },
    read: (...args) => store.read(...args),
    level: (...args) => store.level(...args),
    components: (...args) => store.components(...args),
    groups: (...args) => store.groups(...args),
  };
  return { counted, writes };
};

const planAll = async (store: TallyStore, components: number, tasks: number): Promise<Climb[]> => {
  const climbs: Climb[] = [];
  for (let index = 0; index < components; index += 1) {
    const plan = samplePlan(String(index), tasks);
    climbs.push(await climb(store, await store.expect(slotKey(slot(index)), { expected: tasks, plan })));
  }
  return climbs;
};

const end = { outcome: "succeeded" as const, receipt: { at: 1, ms: 2 } };

describe("settling through the tally tree", () => {
  it.each([1, 2, 99, 100, 101, 250])("completes %i components once the last task is settled, not before", async (n) => {
    const store = new MemoryTallyStore();
    await seal(store, tree, n);
    await planAll(store, n, 2);
    const work = Array.from({ length: n * 2 }, (_, i) => ({ index: i >> 1, task: i & 1 }));
    for (const [i, { index, task }] of work.entries()) {
      const { climb: passed } = await settleTask(store, slot(index), task, end);
      expect(passed.root !== undefined).toBe(i === work.length - 1);
    }
    const root = await store.read({ ...tree, level: height(n), index: 0 });
    expect(settledTasks(root?.totals ?? expect.fail())).toBe(n * 2);
  });

  it("completes a package of no components at the seal", async () => {
    const { root } = await seal(new MemoryTallyStore(), tree, 0);
    expect(root?.expected).toBe(0);
  });

  it("completes in the seal itself when every task was settled before it", async () => {
    const store = new MemoryTallyStore();
    await planAll(store, 100, 1);
    for (let index = 0; index < 100; index += 1) {
      const { climb: passed } = await settleTask(store, slot(index), 0, end);
      expect(passed.root).toBeUndefined();
    }
    expect((await seal(store, tree, 100)).root?.totals.succeeded).toBe(100);
  });

  it("settles a component with an empty plan at once", async () => {
    const store = new MemoryTallyStore();
    await seal(store, tree, 1);
    const [passed] = await planAll(store, 1, 0);
    expect(passed?.root).toBeDefined();
  });

  it("climbs again for a task that was settled before, and counts it once", async () => {
    const store = new MemoryTallyStore();
    await seal(store, tree, 1);
    await planAll(store, 1, 1);
    // A crash after the write and before the climb leaves this behind.
    await store.settle(slotKey(slot(0)), {
      child: 0,
      totals: { ...totals, succeeded: 1 },
      failed: false,
      receipt: { outcome: "succeeded" },
    });
    const again = await settleTask(store, slot(0), 0, { ...end, outcome: "failed" });
    expect(again.first).toBe(false);
    expect(again.climb.root?.totals).toMatchObject({ succeeded: 1, failed: 0 });
  });

  it("gives the same totals in any order, with any repetitions and wherever the seal falls (I2, I3)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 230 }),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat()),
        async (n, tasks, chance) => {
          const store = new MemoryTallyStore();
          await planAll(store, n, tasks);
          const work = Array.from(
            { length: n * tasks },
            (_, i) => () => settleTask(store, slot(Math.floor(i / tasks)), i % tasks, end),
          );
          const pick = () => chance.next().value ?? 0;
          const twice = [...work, ...work.filter(() => pick() % 3 === 0)].sort(() => (pick() % 2 === 0 ? 1 : -1));
          twice.splice(pick() % (twice.length + 1), 0, (async () => ({ climb: await seal(store, tree, n) })) as never);
          const roots = (await Promise.all(twice.map((step) => step()))).filter((step) => step.climb.root);
          expect(roots.length).toBeGreaterThan(0);
          const root = await store.read({ ...tree, level: height(n), index: 0 });
          expect(root?.totals.succeeded).toBe(n * tasks);
          expect(root?.totals.ms).toBe(n * tasks * 2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("costs one write per task, one per component and one per full node above (I7)", async () => {
    const [n, tasks] = [1050, 3];
    const { counted, writes } = counting(new MemoryTallyStore());
    await seal(counted, tree, n);
    expect(writes).toEqual({ settle: 0, expect: rightEdge(n).length });
    await planAll(counted, n, tasks);
    for (let i = 0; i < n * tasks; i += 1) await settleTask(counted, slot(Math.floor(i / tasks)), i % tasks, end);
    expect(writes.settle).toBe(n * tasks + n + width(n, 1));
  });

  it("reads progress from the nodes above the components", async () => {
    const store = new MemoryTallyStore();
    await seal(store, tree, 205);
    await planAll(store, 205, 1);
    for (let index = 0; index < 150; index += 1)
      await settleTask(store, slot(index), 0, index < 3 ? { ...end, outcome: "failed" } : end);
    expect(await progress(store, "p", 1)).toMatchObject({
      settled: 150,
      failed: 3,
      totals: { succeeded: 147, failed: 3 },
    });
  });
});

describe("how tasks were run", () => {
  it("is summed when their component climbs: retried, heavy, heavy and failed, and the workers' time", async () => {
    const store = new MemoryTallyStore();
    await seal(store, tree, 1);
    const plan = samplePlan("0", 3);
    const [light, ...rest] = plan.tasks;
    const tasks = [light, ...rest.map((task) => ({ ...task, route: "worker" as const }))].filter(
      (task) => task !== undefined,
    );
    await store.expect(slotKey(slot(0)), { expected: 3, plan: { ...plan, tasks } });
    await settleTask(store, slot(0), 0, { outcome: "succeeded", receipt: { at: 1, ms: 5, attempts: 3 } });
    await settleTask(store, slot(0), 1, { outcome: "failed", receipt: { at: 1, ms: 20, attempts: 1 } });
    const { climb: passed } = await settleTask(store, slot(0), 2, { outcome: "skipped", receipt: { at: 1 } });
    const sums = { ms: 25, retried: 1, heavy: 2, heavyFailed: 1, heavyMs: 20 };
    expect(passed.root?.totals).toMatchObject({ succeeded: 1, failed: 1, skipped: 1, ...sums });
    expect((await progress(store, "p", 1)).totals).toMatchObject(sums);
  });
});

describe("a task that hands out components", () => {
  it("is settled by its subtree's root, with what it did itself and what they did", async () => {
    const store = new MemoryTallyStore();
    await seal(store, tree, 1);
    await planAll(store, 1, 2);
    await settleTask(store, slot(0), 1, end);
    const grown = { ...tree, tree: "0.0" };
    await seal(store, grown, 2, { outcome: "succeeded", ms: 5, input: "abc" });
    for (const index of [0, 1]) {
      const plan = samplePlan(`0/unpack/${index}`, 1);
      await store.expect(slotKey({ ...grown, slot: index }), { expected: 1, plan });
      const { climb: passed } = await settleTask(store, { ...grown, slot: index }, 0, end);
      expect(passed.root !== undefined).toBe(index === 1);
      if (index === 1) {
        expect(passed.resumed).toEqual([{ child: 0, node: expect.objectContaining({ key: slotKey(slot(0)) }) }]);
        expect(passed.root?.totals).toMatchObject({ succeeded: 4, ms: 5 + 2 * 3 });
      }
    }
    const component = await store.read(slotKey(slot(0)));
    expect(component?.receipts.get(0)).toMatchObject({ outcome: "succeeded", input: "abc" });
  });
});

const totals = noTotals();
