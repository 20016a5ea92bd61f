import { describe, expect, it } from "vitest";
import * as full from "zod";
import * as mini from "zod/mini";
import { describeIssues, type StandardSchema, validated } from "../../src/choreography/standard-schema.ts";
import { deliver, idle, outcomeOf, passLike } from "../drive.ts";

interface Invoice {
  items: { net: number }[];
}

/** A Standard Schema that no library made; it answers later, and names its path as the specification's objects. */
const own: StandardSchema<Invoice, Invoice> = {
  "~standard": {
    version: 1,
    vendor: "own",
    validate: async (value) => {
      const { items } = value as Invoice;
      const bad = items.findIndex(({ net }) => typeof net !== "number");
      if (bad < 0) return { value: { items } };
      return { issues: [{ message: "expected number", path: [{ key: "items" }, bad, { key: "net" }] }] };
    },
  },
};

const schemas: [string, StandardSchema<any, Invoice>][] = [
  ["zod", full.object({ items: full.array(full.object({ net: full.number() })) })],
  ["zod/mini", mini.object({ items: mini.array(mini.object({ net: mini.number() })) })],
  ["a schema written by hand", own],
];

const good = { items: [{ net: 1 }] };
const bad = { items: [{ net: 1 }, { net: "12" }] };

describe.each(schemas)("%s", (_, schema) => {
  it("validates, and says what is wrong by path and value", async () => {
    expect(await validated(schema, good)).toEqual({ ok: true, value: good });
    const refused = await validated(schema, bad);
    expect(refused).toMatchObject({ ok: false, why: expect.stringMatching(/^items\.1\.net: .*number.* \(is "12"\)$/) });
  });

  it("as a pass's output lets through what it describes, to the passes after it", async () => {
    const writer = idle("writer", { output: schema, run: () => good });
    const reader = passLike({ name: "reader", after: [writer], run: ({ upstream }) => ({ read: upstream.writer }) });
    const { row } = await deliver("A", { passes: [writer, reader] });
    expect(row).toMatchObject({ state: "complete", totals: { succeeded: 2 } });
  });

  it("as a pass's output refuses any other, as a failed task that quotes the path and the value", async () => {
    const { cloud, row } = await deliver("A", { passes: [idle("writer", { output: schema, run: () => bad })] });
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure?.error?.kind).toBe("invalid-output");
    expect(failure?.error?.message).toMatch(/^writer@1 returned items\.1\.net: .*\(is "12"\)$/);
  });

  it("refuses a component that is not as json was told, as a failed task that quotes the path and the value", async () => {
    const reader = idle("reader", { run: async ({ json }) => (await json(schema)).items.length });
    const { cloud, row } = await deliver(`${JSON.stringify(good)}\n${JSON.stringify(bad)}\n{`, { passes: [reader] });
    expect(row.totals).toMatchObject({ succeeded: 1, failed: 2 });
    const [wrong, broken] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(wrong?.error).toMatchObject({
      kind: "invalid-input",
      message: expect.stringMatching(/items\.1\.net: .*"12"/),
    });
    expect(broken?.error).toMatchObject({ kind: "invalid-input", message: expect.stringContaining("is not JSON") });
  });
});

describe("what is wrong with a value", () => {
  it("is listed three at a time, each value cut short", () => {
    const issues = ["a", "b", "c", "d"].map((key) => ({ message: "too long", path: [key] }));
    const text = describeIssues(issues, { a: "x".repeat(100) });
    expect(text).toBe(
      `a: too long (is "${"x".repeat(59)}…); b: too long (is undefined); c: too long (is undefined); and 1 more`,
    );
  });
});

describe("an output without a schema", () => {
  it.each([
    ["what JSON cannot hold", () => ({ n: 1n }), "BigInt"],
    ["a ring", () => ring(), "circular"],
  ])("that is %s is a failed task", async (_, run, message) => {
    const { cloud, row } = await deliver("A", { passes: [idle("writer", { run })] });
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure?.error).toMatchObject({ kind: "invalid-output", message: expect.stringContaining(message) });
  });

  it.each([undefined, null, 0, "", [], "text"])("may be %j, which the passes after it read", async (value) => {
    const read: unknown[] = [];
    const writer = idle("writer", { run: () => value, counts: () => ({}) });
    const reader = idle("reader", {
      after: [writer],
      run: ({ upstream }) => void read.push(upstream.writer),
      counts: () => ({}),
    });
    const { row } = await deliver("A", { passes: [writer, reader], reduce: undefined });
    expect(row.state).toBe("complete");
    expect(read).toEqual([value]);
  });
});

const ring = (): unknown => {
  const list: unknown[] = [];
  list.push(list);
  return list;
};
