import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import {
  type Call,
  commands,
  createTable,
  dynamoKinds,
  type EmulatedDynamo,
  emulatedAccess,
  record,
  startDynamo,
} from "@torrent/testing/emulators";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../src/aws/dynamodb-client.ts";
import { dynamoTallyStore } from "../../src/aws/dynamodb-tally-store.ts";
import { noTotals } from "../../src/outcome.ts";
import type { Plan } from "../../src/plan.ts";
import type { NodeKey, Settlement } from "../../src/ports/tally-store.ts";
import { seal, settleTask } from "../../src/tally/settle.ts";

const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
const passes = ["structure", "entities", "patterns", "language"];

/** Four tasks over a component whose name is as long as a plan lets it be, in a script of three bytes a character. */
const plan: Plan = {
  component: "123456",
  sha256: sha("component"),
  kind: "source",
  bytes: 16_777_216,
  name: `${"archive.zip!/".repeat(6)}${"漢字".repeat(20)}.txt`.slice(0, 120),
  tasks: passes.map((pass, child) => ({
    pass,
    version: 12,
    after: child === 0 ? [] : [0],
    route: "function",
    lane: "standard",
    seconds: 12.5,
    required: true,
  })),
};

const key: NodeKey = { packageId: "pkg_0123456789abcdef01234567", round: 1, tree: "", level: 0, index: 123_456 };

const settlement = (child: number): Settlement => ({
  child,
  totals: { ...noTotals(), succeeded: 1, ms: 12_345, counts: { findings: 1234, entities: 2345 } },
  failed: false,
  receipt: { outcome: "succeeded", input: sha(`input ${child}`), version: 12, at: 1_767_603_600_123, ms: 12_345 },
});

const unitsOf = (calls: readonly Call[]): unknown[] =>
  calls.map(
    ({ output }) => (output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity?.CapacityUnits,
  );

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html, rounded up. */
const bytesOf = (value: AttributeValue): number => {
  const number = (digits: string) => Math.ceil(digits.replace(/\D/g, "").length / 2) + 2;
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return number(value.N);
  if (value.NS !== undefined) return 3 + value.NS.reduce((sum, digits) => sum + number(digits), 0);
  return 1;
};

describe.each(dynamoKinds())("the tally tree on %s", (kind) => {
  let emulator: EmulatedDynamo;
  let tables = 0;
  beforeAll(async () => {
    emulator = await startDynamo(kind);
  });
  afterAll(() => emulator.stop());

  const recorded = async (keep: { keepDays?: number } = {}) => {
    const table = `table-${tables++}`;
    const config = { ...emulatedAccess, endpoint: emulator.endpoint, table, ...keep };
    const client = dynamoClient(config);
    await createTable(client, table);
    const calls = record(client, (input) => ({ ...input, ReturnConsumedCapacity: "TOTAL" }));
    return { store: dynamoTallyStore(config, client), calls };
  };

  it("settles with one UpdateItem and no other call", async () => {
    const { store, calls } = await recorded();
    await store.settle(key, settlement(0));
    expect(commands(calls)).toEqual(["UpdateItem"]);
  });

  it("plans, and seals a node, with one UpdateItem and no other call", async () => {
    const { store, calls } = await recorded();
    await store.expect(key, { expected: 4, plan });
    expect(commands(calls)).toEqual(["UpdateItem"]);
  });

  it("learns of a lost race from the same call, and reads only where the table keeps the old item to itself", async () => {
    const { store, calls } = await recorded();
    await store.settle(key, settlement(0));
    await store.expect(key, { expected: 4, plan });
    calls.length = 0;
    const again = await store.settle(key, settlement(0));
    const replanned = await store.expect(key, { expected: 9 });
    expect(again).toMatchObject({ first: false, node: { expected: 4, plan } });
    expect(replanned).toEqual(again.node);
    const lost = kind === "dynoxide" ? ["UpdateItem"] : ["UpdateItem", "GetItem"];
    expect(commands(calls)).toEqual([...lost, ...lost]);
  });

  it("keeps a component with four settled tasks below 1 KB, which is what one write unit writes", async () => {
    const { store, calls } = await recorded({ keepDays: 400 });
    await store.expect(key, { expected: 4, plan });
    for (const child of passes.keys()) await store.settle(key, settlement(child));
    const item = calls.at(-1)?.output?.Attributes as Record<string, AttributeValue>;
    const bytes = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0);
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThan(1024);
  });

  it("renews an item's time to live in the update itself: no call more, and none without `keepDays`", async () => {
    const { store, calls } = await recorded({ keepDays: 30 });
    await store.expect(key, { expected: 4, plan });
    await store.settle(key, settlement(0));
    await store.settle(key, { child: 1, totals: noTotals(), failed: false });
    expect(commands(calls)).toEqual(["UpdateItem", "UpdateItem", "UpdateItem"]);
    const now = Date.now() / 1000;
    for (const { output } of calls) {
      const { ttl } = (output?.Attributes ?? {}) as Record<string, AttributeValue>;
      expect(Number(ttl?.N) - now).toBeGreaterThan(29.9 * 86_400);
      expect(Number(ttl?.N) - now).toBeLessThan(30.1 * 86_400);
    }
    const forever = await recorded();
    await forever.store.settle(key, settlement(0));
    expect(forever.calls[0]?.output?.Attributes).not.toHaveProperty("ttl");
  });

  it.runIf(kind === "dynoxide")("takes a second write unit past 1 KB: the emulator counts", async () => {
    const { store, calls } = await recorded();
    const error = { kind: "malformed", message: "x".repeat(300) };
    for (const child of [0, 1, 2, 3])
      await store.settle(key, { ...settlement(child), receipt: { outcome: "failed", error } });
    expect(unitsOf(calls)).toEqual([1, 1, 2, 2]);
  });

  it.runIf(kind === "dynoxide")("takes one write unit for each task of a plan of four, and for the plan", async () => {
    const { store, calls } = await recorded({ keepDays: 400 });
    await store.expect(key, { expected: 4, plan });
    for (const child of passes.keys()) await store.settle(key, settlement(child));
    expect(unitsOf(calls)).toEqual([1, 1, 1, 1, 1]);
  });

  it.runIf(kind === "dynoxide")(
    "takes one write unit above the components, where 100 children are settled",
    async () => {
      const { store, calls } = await recorded();
      const above = { ...key, level: 1, index: 1234 };
      for (let child = 0; child < 100; child += 1)
        await store.settle(above, { ...settlement(child), failed: true, receipt: undefined });
      expect(unitsOf(calls)).toEqual(Array.from({ length: 100 }, () => 1));
    },
  );

  it("settles a whole package in tasks + components + components/99 writes", async () => {
    const { store, calls } = await recorded();
    const components = 250;
    const tree = { packageId: "pkg_a", round: 1, tree: "" };
    // As many at once as a few functions make; all of them at once is more than the emulator on a busy machine answers in time.
    const settlers = Array.from({ length: 20 }, async (_, settler) => {
      for (let slot = settler; slot < components; slot += 20) {
        await store.expect({ ...tree, level: 0, index: slot }, { expected: 2 });
        for (const task of [0, 1])
          await settleTask(store, { ...tree, slot }, task, { outcome: "succeeded", receipt: { at: 1 } });
      }
    });
    await Promise.all(settlers);
    await seal(store, tree, components);
    const settled = calls.filter(({ input }) => String(input.ConditionExpression).includes("contains"));
    // Two nodes of level 1 filled up by themselves; the seal declares level 1's last, which then climbs, and the root.
    expect(settled).toHaveLength(components * 2 + components + 3);
    expect(calls).toHaveLength(settled.length + components + 2);
    expect(new Set(commands(calls))).toEqual(new Set(["UpdateItem"]));
  });
});
