import { setTimeout as realSleep } from "node:timers/promises";
import { defineChoreography, definePass, defineReducer, defineSubscriber, lines } from "@torrent/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type SimulateOptions, simulate } from "../src/index.ts";

const Invoice = z.object({ country: z.string(), items: z.array(z.number()) });

const parse = definePass({
  name: "parse",
  version: 1,
  accepts: ({ kind }) => kind === "invoice",
  output: z.object({ country: z.string(), net: z.number() }),
  run: async ({ json }) => {
    const { country, items } = await json(Invoice);
    return { country, net: items.reduce((sum, item) => sum + item, 0) };
  },
});
const explode = definePass({
  name: "explode",
  version: 1,
  after: [parse],
  accepts: ({ kind }) => kind === "invoice",
  run: async ({ json, grow }) => {
    for (const [index, item] of (await json(Invoice)).items.entries())
      await grow({ kind: "item", name: `item ${index}`, json: item });
    return {};
  },
});
/** Takes real time, and is loaded when it first runs. */
const check = definePass({
  name: "check",
  version: 1,
  cache: "content",
  accepts: ({ kind }) => kind === "item",
  load: async () => ({
    run: async ({ text }: { text(): Promise<string> }) => {
      await realSleep(1);
      return { length: (await text()).length };
    },
  }),
});

const totals = defineReducer({
  version: 1,
  of: [parse],
  empty: () => ({ net: 0 }),
  add: (sum, { results }) => ({ net: sum.net + (results.parse?.net ?? 0) }),
  merge: (a, b) => ({ net: a.net + b.net }),
  finish: (sum) => sum,
});
const book = defineSubscriber({ name: "book", of: totals, run: () => {} });

const base = {
  name: "invoices",
  decompose: lines("invoice"),
  passes: [parse, explode, check],
  reduce: totals,
  onComplete: [book],
} as const;
const invoices = defineChoreography(base);

const packages: SimulateOptions["packages"] = [
  { name: "small.ndjson", body: '{"country":"NZ","items":[1,2,3]}\n{"country":"PT","items":[]}\n' },
  { name: "broken.ndjson", body: '{"country":"NZ","items":[4]}\nno invoice\n' },
  { name: "empty.ndjson", body: "" },
];

describe("a choreography of somebody else's", () => {
  it("survives the faults, with its reducer's sums and its subscribers", async () => {
    const { undisturbed, runs, failure, survey } = await simulate(invoices, { packages, seeds: 40 });
    expect(failure?.explanation).toBeUndefined();
    expect(runs).toBe(40);
    expect(survey.faults).toBeGreaterThan(50);
    expect(undisturbed).toEqual([
      { name: "small.ndjson", state: "complete", components: 2, results: 7, told: 1 },
      { name: "broken.ndjson", state: "partial", components: 2, results: 3, told: 1 },
      { name: "empty.ndjson", state: "complete", components: 0, results: 0, told: 1 },
    ]);
  });

  it("is told which pass gives two outputs for one input, with both", async () => {
    let runs = 0;
    const roll = definePass({ name: "roll", version: 1, accepts: ({ kind }) => kind === "item", run: () => ++runs });
    const choreography = defineChoreography({ ...base, passes: [parse, explode, roll] });
    const { failure } = await simulate(choreography, { packages, seeds: 10 });
    expect(failure).toMatchObject({ invariant: "deterministic", faults: [] });
    expect(failure?.what).toMatch(/^roll on \S+.* gave \{"output":\d+.*, and run again \{"output":\d+/);
  });

  it("is told where a pass hands out other components each time", async () => {
    let runs = 0;
    const split = definePass({
      name: "split",
      version: 1,
      accepts: ({ kind }) => kind === "invoice",
      run: ({ grow }) => grow({ kind: "part", name: "part", text: String(runs++) }),
    });
    const { failure } = await simulate(defineChoreography({ ...base, passes: [parse, split] }), { packages });
    expect(failure).toMatchObject({ invariant: "deterministic" });
    expect(failure?.what).toContain("split on");
  });

  it("is told that its decomposer does not find the same pieces again", async () => {
    let times = 0;
    const decompose = async function* (...given: Parameters<ReturnType<typeof lines>>) {
      times += 1;
      for await (const piece of lines("invoice")(...given)) yield { ...piece, name: `${piece.name} ${times}` };
    };
    const { failure } = await simulate(defineChoreography({ ...base, decompose }), { packages, seeds: 1 });
    expect(failure).toMatchObject({ invariant: "deterministic" });
    expect(failure?.what).toMatch(/^decompose gave .* as piece 0 of small\.ndjson/);
  });

  it("is told that its reducer loses what it merges", async () => {
    const reduce = defineReducer({ ...totals, merge: (a) => a });
    const { failure } = await simulate(defineChoreography({ ...base, reduce, onComplete: [] }), { packages });
    expect(failure?.invariant).toBe("I4");
    expect(failure?.what).toContain('the reducer\'s sum is {"net":0}');
  });

  it("runs the subscribers themselves where that is asked for, and only records them otherwise", async () => {
    const keys = new Set<string>();
    const onComplete = [defineSubscriber({ name: "book", run: ({ key }) => void keys.add(key) })];
    const choreography = defineChoreography({ ...base, onComplete });
    await simulate(choreography, { packages, seeds: 1 });
    expect(keys).toEqual(new Set());
    await simulate(choreography, { packages, seeds: 1, subscribers: "run" });
    // Each package once, and the one that did not succeed once more for each of two redrives.
    expect(keys.size).toBe(5);
  });

  it("is refused without packages, with two of one name and with seeds that are no number", async () => {
    await expect(simulate(invoices, { packages: [] })).rejects.toThrow("at least one package");
    await expect(simulate(invoices, { packages: [packages[0]!, packages[0]!] })).rejects.toThrow(
      'Two packages are named "small.ndjson"',
    );
    await expect(simulate(invoices, { packages, seeds: 1.5 })).rejects.toThrow("whole number");
  });
});
