import {
  composePipeline,
  defineChoreography,
  definePass,
  definePriority,
  defineReducer,
  defineSubscriber,
  lines,
  type OutputOf,
  type Pass,
} from "@torrent/core";
import { complete, perform } from "@torrent/core/unstable";
import { describe, expectTypeOf, it } from "vitest";
import * as z from "zod/mini";

const decompose = lines("invoice");
const parse = definePass({
  name: "parse",
  version: 1,
  output: z.object({ country: z.string(), net: z.number() }),
  run: async () => ({ country: "DE", net: 1 }),
});
const credit = definePass({
  name: "credit",
  version: 1,
  after: [parse],
  needs: { limits: ["bureau"] },
  run: async () => ({ score: 3 }),
});
const counting = definePass({
  name: "counting",
  version: 1,
  run: async () => ({ found: [1, 2] }),
  counts: ({ found }) => ({ findings: found.length }),
});
const ranking = definePass({
  name: "ranking",
  version: 1,
  run: async () => ({ amount: 0.5 }),
  factors: ({ amount }) => ({ amount }),
});

describe("what must not compile", () => {
  it("a pass after one that is not among the passes", () => {
    // @ts-expect-error: Pass "parse" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [credit], limits: { bureau: { perMinute: 1 } } });
  });

  it("a limit that nobody defined", () => {
    // @ts-expect-error: Limit "bureau" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [parse, credit] });
    // @ts-expect-error: Limit "bureau" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [parse, credit], limits: { burau: { perMinute: 1 } } });
  });

  it("a count that the choreography does not declare", () => {
    // @ts-expect-error: Count "findings" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [counting] });
    // @ts-expect-error: Count "findings" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [counting], counts: ["finding"] });
  });

  it("a factor for which the priority has no points", () => {
    // @ts-expect-error: Factor "amount" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [ranking] });
    const priority = definePriority({ version: "1", factors: { urgency: 40, amout: 60 } });
    // @ts-expect-error: Factor "amount" is not defined in this choreography
    defineChoreography({ name: "a", decompose, passes: [ranking], priority });
  });

  it("a classification that names an unknown pass, in a rule or in a function", () => {
    // @ts-expect-error: "prase" is not a pass
    defineChoreography({ name: "a", decompose, passes: [parse], classify: () => ({ passes: ["prase"] }) });
    // @ts-expect-error: "prase" is not a pass
    defineChoreography({ name: "a", decompose, passes: [parse], classify: [{ name: "all", passes: ["prase"] }] });
    // @ts-expect-error: "lambda" is not a route
    defineChoreography({ name: "a", decompose, passes: [parse], classify: () => ({ route: "lambda" }) });
  });

  it("an upstream that is named and not given, not declared, or misspelt", () => {
    // @ts-expect-error: a pass, not its name
    definePass({ name: "b", version: 1, after: ["parse"], run: async () => ({}) });
    // @ts-expect-error: nothing comes before it
    definePass({ name: "b", version: 1, run: async ({ upstream }) => upstream.parse });
    // @ts-expect-error: "prase" is not among those before it
    definePass({ name: "b", version: 1, after: [parse], run: async ({ upstream }) => upstream.prase });
    // @ts-expect-error: its output has no such field
    definePass({ name: "b", version: 1, after: [parse], run: async ({ upstream }) => upstream.parse.gross });
    // @ts-expect-error: it may not have been planned
    definePass({ name: "b", version: 1, afterIfPlanned: [parse], run: async ({ upstream }) => upstream.parse.net });
  });

  it("an output that its schema refuses", () => {
    const output = z.object({ net: z.number() });
    // @ts-expect-error: net must be a number
    definePass({ name: "b", version: 1, output, run: async () => ({ net: "1" }) });
  });

  it("what a result is not keyed by", () => {
    // @ts-expect-error: a result that is shared by content knows no package
    definePass({ name: "b", version: 1, cache: "content", run: async ({ package: { id } }) => id });
    // @ts-expect-error: nor where its component stood
    definePass({ name: "b", version: 1, cache: "content", run: async ({ component }) => component.name });
    // @ts-expect-error: nor a secret
    definePass({ name: "b", version: 1, cache: "content", run: async ({ secret }) => secret("key") });
    // @ts-expect-error: a result of a package has no clock
    definePass({ name: "b", version: 1, run: async ({ now }) => now() });
    // @ts-expect-error: nor a round
    definePass({ name: "b", version: 1, run: async ({ round }) => round });
  });

  it("a secret that is not declared", () => {
    // @ts-expect-error: needs.secrets names no secret
    definePass({ name: "b", version: 1, run: async ({ secret }) => secret("key") });
    // @ts-expect-error: needs.secrets names another
    definePass({ name: "b", version: 1, needs: { secrets: ["key"] }, run: async ({ secret }) => secret("kye") });
    // @ts-expect-error: needs.secrets names another
    defineSubscriber({ name: "b", needs: { secrets: ["key"] }, run: (_, { secret }) => void secret("kye") });
  });

  it("a pass with both halves, or an option that nobody reads", () => {
    const load = async () => ({ run: async () => ({}) });
    // @ts-expect-error: either run or load
    definePass({ name: "b", version: 1, run: async () => ({}), load });
    // @ts-expect-error: accepts
    definePass({ name: "b", version: 1, run: async () => ({}), acepts: () => true });
  });

  it("a stage without what it uses", () => {
    const { secrets, ...pipeline } = composePipeline({} as never, {} as never, { scratchDir: "" });
    // @ts-expect-error: performing reads secrets
    perform(pipeline, {} as never, {} as never);
    // @ts-expect-error: and so does delivering to subscribers
    complete(pipeline, {} as never, {} as never);
    // @ts-expect-error: a folder for what does not fit in memory
    composePipeline({} as never, {} as never, {});
  });

  it("a reducer or a subscriber that reads what nobody made", () => {
    const functions = { version: 1, empty: () => 0, merge: (a: number, b: number) => a + b, finish: (n: number) => n };
    // @ts-expect-error: of names no pass "credit"
    defineReducer({ ...functions, of: [parse], add: (sum, { results }) => sum + results.credit.score });
    // @ts-expect-error: a task that did not succeed left no result
    defineReducer({ ...functions, of: [parse], add: (sum, { results }) => sum + results.parse.net });
    const reduce = defineReducer({ ...functions, add: (sum) => sum });
    // @ts-expect-error: the result is a number
    defineSubscriber({ name: "b", of: reduce, run: ({ result }) => void result?.net });
    // @ts-expect-error: there is no such state
    defineSubscriber({ name: "b", when: ["compleet"], run: () => {} });
  });
});

describe("what is inferred", () => {
  it("a choreography with everything defined compiles", () => {
    const choreography = defineChoreography({
      name: "invoices",
      decompose,
      passes: [parse, credit, counting, ranking],
      limits: { bureau: { perMinute: 600 } },
      counts: ["findings"],
      priority: definePriority({ version: "1", factors: { urgency: 40, amount: 60 } }),
      classify: ({ bytes }) => (bytes > 1e6 ? { passes: ["parse"], route: "worker" } : {}),
    });
    expectTypeOf(choreography.name).toBeString();
  });

  it("a list of passes that is built at run time compiles, and is checked at start", () => {
    const passes: Pass[] = [parse as Pass].concat([]);
    defineChoreography({ name: "a", decompose, passes });
  });

  it("outputs of upstream passes, by their schemas or by what run returns", () => {
    definePass({
      name: "b",
      version: 1,
      after: [parse, counting],
      afterIfPlanned: [credit],
      run: async ({ upstream }) => {
        expectTypeOf(upstream.parse).toEqualTypeOf<{ country: string; net: number }>();
        expectTypeOf(upstream.counting).toEqualTypeOf<{ found: number[] }>();
        expectTypeOf(upstream.credit).toEqualTypeOf<{ score: number } | undefined>();
        return {};
      },
    });
    expectTypeOf<OutputOf<typeof credit>>().toEqualTypeOf<{ score: number }>();
  });

  it("what a schema turns an output into, where it is read", () => {
    const dated = definePass({
      name: "dated",
      version: 1,
      output: z.object({
        at: z.pipe(
          z.string(),
          z.transform((text) => new Date(text)),
        ),
      }),
      run: async () => ({ at: "2026-01-05" }),
      counts: ({ at }) => {
        expectTypeOf(at).toEqualTypeOf<Date>();
        return {};
      },
    });
    expectTypeOf<OutputOf<typeof dated>>().toEqualTypeOf<{ at: Date }>();
  });

  it("the component as JSON, by the schema that it is parsed with", () => {
    definePass({
      name: "b",
      version: 1,
      run: async ({ json }) => {
        expectTypeOf(await json()).toBeUnknown();
        expectTypeOf(await json(z.object({ net: z.number() }))).toEqualTypeOf<{ net: number }>();
        return {};
      },
    });
  });

  it("the clock, the round and the attempt, for a pass whose results nobody shares", () => {
    definePass({
      name: "b",
      version: 1,
      cache: "none",
      run: async ({ now, round, attempt }) => {
        expectTypeOf([now(), round, attempt]).toEqualTypeOf<number[]>();
        return {};
      },
    });
  });

  it("the sum of a reducer, the outputs that it adds, and its result for subscribers", () => {
    const totals = defineReducer({
      version: 1,
      of: [parse],
      empty: () => ({ net: 0 }),
      add: (sum, { results }) => {
        expectTypeOf(sum).toEqualTypeOf<{ net: number }>();
        expectTypeOf(results.parse).toEqualTypeOf<{ country: string; net: number } | undefined>();
        return { net: sum.net + (results.parse?.net ?? 0) };
      },
      merge: (a, b) => ({ net: a.net + b.net }),
      finish: async ({ net }) => ({ gross: net * 1.19 }),
    });
    defineSubscriber({
      name: "b",
      of: totals,
      run: ({ result }) => {
        expectTypeOf(result).toEqualTypeOf<{ gross: number } | undefined>();
      },
    });
  });

  it("what once remembers", () => {
    defineSubscriber({
      name: "b",
      run: async (_, { once }) => {
        expectTypeOf(await once("post", async () => 7, { check: async () => undefined })).toBeNumber();
      },
    });
  });
});
