import {
  type NodeKey,
  noTotals,
  type Plan,
  type Settlement,
  type TallyStore,
  type Totals,
} from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { anyUnicode, atOnce, collect, contract, type Subject } from "./contract.ts";

export interface TallySubject extends Subject {
  tally: TallyStore;
}

const node = (part: Partial<NodeKey> = {}): NodeKey => ({
  packageId: "pkg_a",
  round: 1,
  tree: "",
  level: 0,
  index: 0,
  ...part,
});
const totals = (part: Partial<Totals>): Totals => ({ ...noTotals(), ...part });
const succeeded = (child: number): Settlement => ({
  child,
  totals: totals({ succeeded: 1, ms: 7, counts: { findings: 2 } }),
  failed: false,
});
const plan = (name: string): Plan => ({
  component: "0",
  sha256: name,
  kind: "text",
  bytes: 10,
  name: anyUnicode,
  points: 8.8,
  tasks: [
    { pass: name, version: 3, after: [], route: "function", lane: "standard", seconds: 0.25, required: true },
    {
      pass: `${name}-next`,
      version: 1,
      after: [0],
      route: "worker",
      lane: "urgent",
      seconds: 400,
      required: false,
      defect: { kind: "encrypted-entry", message: anyUnicode },
    },
  ],
});
const MANY = 1_050;

/** What {@link TallyStore} promises, for any store. */
export const tallyStoreContract = (name: string, makeSubject: () => Promise<TallySubject>): void =>
  contract(`TallyStore: ${name}`, makeSubject, {}, ({ subject }) => {
    it("knows nothing of a node that was never written", async () => {
      const { tally } = subject();
      expect(await tally.read(node())).toBeUndefined();
      expect(await collect(tally.level(node({ level: 1 })))).toEqual([]);
      expect(await collect(tally.components("pkg_a", 1))).toEqual([]);
    });

    it("creates the node with its first settled child", async () => {
      const { tally } = subject();
      const answer = await tally.settle(node(), succeeded(4));
      expect(answer.first).toBe(true);
      expect(answer.node).toEqual({
        key: node(),
        settled: new Set([4]),
        failed: new Set(),
        totals: totals({ succeeded: 1, ms: 7, counts: { findings: 2 } }),
        receipts: new Map(),
      });
      expect(await tally.read(node())).toEqual(answer.node);
    });

    it("settles a child once and adds its totals once, however often it is repeated", async () => {
      const { tally } = subject();
      await tally.settle(node(), succeeded(1));
      const repeated = await tally.settle(node(), { child: 1, totals: totals({ failed: 1, ms: 99 }), failed: true });
      expect(repeated.first).toBe(false);
      expect(repeated.node.totals).toEqual(totals({ succeeded: 1, ms: 7, counts: { findings: 2 } }));
      expect(repeated.node.failed).toEqual(new Set());
    });

    it("answers a repeated settlement with the node as it is now, so that the caller can climb", async () => {
      const { tally } = subject();
      await tally.settle(node(), succeeded(0));
      await tally.settle(node(), succeeded(1));
      await tally.expect(node(), { expected: 2, root: true });
      const repeated = await tally.settle(node(), succeeded(0));
      expect(repeated).toEqual({ first: false, node: await tally.read(node()) });
      expect(repeated.node.settled).toEqual(new Set([0, 1]));
      expect(repeated.node).toMatchObject({ expected: 2, root: true });
    });

    it("lets exactly one of 100 concurrent callers settle a child, and adds once", async () => {
      const { tally } = subject();
      const answers = await atOnce(100, (caller) =>
        tally.settle(node(), { child: 5, totals: totals({ succeeded: 1, ms: caller }), failed: false }),
      );
      expect(answers.filter((answer) => answer.first)).toHaveLength(1);
      const winner = answers.findIndex((answer) => answer.first);
      expect((await tally.read(node()))?.totals).toEqual(totals({ succeeded: 1, ms: winner }));
    });

    it("counts all of 100 children settled at once, and shows the full node to one caller at least", async () => {
      const { tally } = subject();
      await tally.expect(node({ level: 1 }), { expected: 100 });
      const answers = await atOnce(100, (child) =>
        tally.settle(node({ level: 1 }), { ...succeeded(child), failed: child % 2 === 0 }),
      );
      expect(answers.every((answer) => answer.first)).toBe(true);
      expect(answers.some((answer) => answer.node.settled.size === answer.node.expected)).toBe(true);
      const whole = await tally.read(node({ level: 1 }));
      expect(whole?.totals).toEqual(totals({ succeeded: 100, ms: 700, counts: { findings: 200 } }));
      expect(whole?.settled.size).toBe(100);
      expect(whole?.failed.size).toBe(50);
    });

    it("keeps a receipt with every field, and the text of an error unchanged", async () => {
      const { tally } = subject();
      const failed = {
        outcome: "failed",
        input: "ab".repeat(32),
        version: 3,
        at: 1_767_603_600_123,
        ms: 12.5,
        attempts: 4,
        error: { kind: "malformed-pdf", message: anyUnicode },
      } as const;
      await tally.settle(node(), { child: 0, totals: totals({ failed: 1 }), failed: true, receipt: failed });
      const { node: after } = await tally.settle(node(), { ...succeeded(1), receipt: { outcome: "succeeded" } });
      expect(after.receipts).toEqual(
        new Map<number, unknown>([
          [0, failed],
          [1, { outcome: "succeeded" }],
        ]),
      );
      await tally.settle(node(), { ...succeeded(0), receipt: { outcome: "succeeded" } });
      expect((await tally.read(node()))?.receipts.get(0)).toEqual(failed);
    });

    it("sums totals that are fractions, zero and large", async () => {
      const { tally } = subject();
      await tally.settle(node(), {
        child: 0,
        totals: totals({ ms: 0.5, counts: { entities: 5_000_000_000 } }),
        failed: false,
      });
      const answer = await tally.settle(node(), {
        child: 1,
        totals: totals({ ms: 0.25, counts: { entities: 1 }, expired: 1, cancelled: 2, skipped: 3 }),
        failed: true,
      });
      expect(answer.node.totals).toEqual(
        totals({ ms: 0.75, counts: { entities: 5_000_000_001 }, expired: 1, cancelled: 2, skipped: 3 }),
      );
    });

    it("keeps the first expectation: number, root and plan are immutable once written", async () => {
      const { tally } = subject();
      const first = await tally.expect(node(), { expected: 2, root: true, plan: plan("first") });
      expect(first).toMatchObject({ expected: 2, root: true, plan: plan("first") });
      const second = await tally.expect(node(), { expected: 5, root: false, plan: plan("second") });
      expect(second).toEqual(first);
      expect(await tally.read(node())).toEqual(first);
    });

    it("keeps how the opener of a subtree ended, with the root that is expected", async () => {
      const { tally } = subject();
      const opener = { outcome: "succeeded", input: "ab", version: 2, at: 5, ms: 1.5, attempts: 2 } as const;
      await tally.settle(node({ tree: "0.1", level: 1 }), succeeded(0));
      const sealed = await tally.expect(node({ tree: "0.1", level: 1 }), { expected: 2, root: true, opener });
      expect(sealed).toMatchObject({ expected: 2, root: true, opener });
      const later = { expected: 2, root: true, opener: { outcome: "failed" } } as const;
      expect(await tally.expect(node({ tree: "0.1", level: 1 }), later)).toEqual(sealed);
      expect((await tally.settle(node({ tree: "0.1", level: 1 }), succeeded(1))).node.opener).toEqual(opener);
    });

    it("adds neither root nor plan to a node that expects already", async () => {
      const { tally } = subject();
      await tally.expect(node(), { expected: 0 });
      await tally.expect(node(), { expected: 0, root: true, plan: plan("late") });
      const kept = await tally.read(node());
      expect(kept?.expected).toBe(0);
      expect(kept?.plan).toBeUndefined();
      expect(kept?.root ?? false).toBe(false);
    });

    it("gives every one of 50 concurrent planners the one plan that was kept", async () => {
      const { tally } = subject();
      const answers = await atOnce(50, (caller) =>
        tally.expect(node(), { expected: caller, plan: plan(`p${caller}`) }),
      );
      const kept = await tally.read(node());
      expect(kept?.plan).toEqual(plan(`p${kept?.expected}`));
      for (const answer of answers) expect(answer).toEqual(kept);
    });

    it("expects and settles in either order, and races of both lose nothing", async () => {
      const { tally } = subject();
      await tally.settle(node(), succeeded(0));
      const sealed = await tally.expect(node(), { expected: 1 });
      expect(sealed).toMatchObject({ expected: 1, settled: new Set([0]) });
      await atOnce<unknown>(60, (index) =>
        index % 2 === 0
          ? tally.settle(node({ index: 1 }), succeeded(index))
          : tally.expect(node({ index: 1 }), { expected: 30, root: true }),
      );
      const raced = await tally.read(node({ index: 1 }));
      expect(raced).toMatchObject({ expected: 30, root: true });
      expect(raced?.settled.size).toBe(30);
    });

    it("keeps packages, rounds, trees, levels and indices apart", async () => {
      const { tally } = subject();
      const keys = [
        node(),
        node({ packageId: "pkg_ab" }),
        node({ round: 2 }),
        node({ round: 12 }),
        node({ tree: "1.2" }),
        node({ tree: "1.2.3.4" }),
        node({ level: 1 }),
        node({ index: 1 }),
        node({ index: 10 }),
      ];
      for (const [child, key] of keys.entries()) await tally.settle(key, succeeded(child));
      for (const [child, key] of keys.entries()) {
        const found = await tally.read(key);
        expect(found?.key).toEqual(key);
        expect(found?.settled).toEqual(new Set([child]));
      }
    });

    it(`lists a level of ${MANY} nodes by index, written or expected, of this tree only`, async () => {
      const { tally } = subject();
      const indices = Array.from({ length: MANY }, (_, index) => index * 3);
      for (let at = 0; at < MANY; at += 50)
        await Promise.all(
          indices
            .slice(at, at + 50)
            .toReversed()
            .map<Promise<unknown>>((index) =>
              index % 2 === 0
                ? tally.settle(node({ level: 1, index }), succeeded(0))
                : tally.expect(node({ level: 1, index }), { expected: 3 }),
            ),
        );
      for (const other of [{ tree: "1.0" }, { round: 2 }, { level: 2 }, { level: 0 }, { packageId: "pkg_b" }])
        await tally.settle(node({ level: 1, index: 1, ...other }), succeeded(0));
      const listed = await collect(tally.level({ packageId: "pkg_a", round: 1, tree: "", level: 1 }));
      expect(listed.map(({ key }) => key)).toEqual(indices.map((index) => node({ level: 1, index })));
      expect(listed[0]?.settled).toEqual(new Set([0]));
      expect(listed[1]?.expected).toBe(3);
    });

    it(`lists ${MANY} and more components of the round, over every nested tree`, async () => {
      const { tally } = subject();
      const own = Array.from({ length: MANY }, (_, index) => node({ index }));
      const nested = ["12.3", "12.3.0.1", "2.0"].flatMap((tree) => [0, 1, 2].map((index) => node({ tree, index })));
      const wanted = [...own, ...nested];
      for (let at = 0; at < wanted.length; at += 50)
        await Promise.all(wanted.slice(at, at + 50).map((key) => tally.expect(key, { expected: 2, plan: plan("p") })));
      for (const other of [{ level: 1 }, { tree: "12.3", level: 1 }, { round: 2 }, { packageId: "pkg_b" }])
        await tally.settle(node(other), succeeded(0));
      const listed = await collect(tally.components("pkg_a", 1));
      const name = (key: NodeKey): string => `${key.tree}/${key.level}/${key.index}`;
      expect(listed.map(({ key }) => name(key)).toSorted()).toEqual(wanted.map(name).toSorted());
      expect(listed[0]?.plan).toEqual(plan("p"));
    });

    it(`lists ${MANY} and more nodes over the round's components, over every nested tree, and no others`, async () => {
      const { tally } = subject();
      const own = Array.from({ length: MANY }, (_, index) => node({ level: 1, index }));
      const wanted = [...own, ...["12.3", "12.3.0.1"].map((tree) => node({ tree, level: 1 }))];
      for (let at = 0; at < wanted.length; at += 50)
        await Promise.all(wanted.slice(at, at + 50).map((key) => tally.settle(key, succeeded(3))));
      for (const other of [{}, { level: 2 }, { tree: "2.0", level: 2 }, { level: 1, round: 2 }])
        await tally.settle(node(other), succeeded(0));
      const listed = await collect(tally.groups("pkg_a", 1));
      const name = (key: NodeKey): string => `${key.tree}/${key.level}/${key.index}`;
      expect(listed.map(({ key }) => name(key)).toSorted()).toEqual(wanted.map(name).toSorted());
      expect(listed[0]?.settled).toEqual(new Set([3]));
    });
  });
