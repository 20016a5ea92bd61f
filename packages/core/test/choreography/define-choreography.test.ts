import { describe, expect, it } from "vitest";
import { defineChoreography } from "../../src/choreography/define-choreography.ts";
import { type AnyPass, definePass } from "../../src/choreography/define-pass.ts";
import { defineReducer } from "../../src/choreography/define-reducer.ts";
import { defineSubscriber } from "../../src/choreography/define-subscriber.ts";
import { lines } from "../../src/decomposers/lines.ts";
import { defaultPriority, definePriority } from "../../src/priority/table.ts";
import { webhook } from "../../src/subscribers/webhook.ts";

const run = async () => ({});
const parse = definePass({ name: "parse", version: 1, run });
const credit = definePass({ name: "credit", version: 1, after: [parse], run });
const book = defineSubscriber({ name: "book", run: () => {} });
const totals = defineReducer({
  version: 1,
  empty: () => 0,
  add: (n) => n + 1,
  merge: (a, b) => a + b,
  finish: (n) => n,
});

/** The choreography `invoices` with these parts, as JavaScript without types may give them. */
const invoices = (part: object = {}) =>
  defineChoreography({ name: "invoices", decompose: lines("invoice"), passes: [parse, credit], ...part });

const manyPasses = (length: number, part: { accepts?: () => boolean } = {}) =>
  Array.from({ length }, (_, at) => definePass({ name: `p${at}`, version: 1, run, ...part }));

const behindOne = (length: number): AnyPass[] => {
  const first = definePass({ name: "first", version: 1, accepts: ({ kind }) => kind === "invoice", run });
  return [first, ...manyPasses(length).map((pass) => forged(pass, { after: ["first"] }))];
};

/** A pass with facts that `definePass` would not let through together. */
const forged = (pass: AnyPass, part: Partial<AnyPass>): AnyPass => ({ ...pass, ...part });

describe("defineChoreography", () => {
  it("takes what is wired well, and fills in what is left out", () => {
    expect(invoices({ onComplete: [book], reduce: totals })).toMatchObject({
      name: "invoices",
      toleratedFailurePercent: 0,
      counts: [],
      priority: defaultPriority,
      aggregation: { seconds: 300, memoryMB: 3000 },
    });
  });

  it.each([
    ["accept only some components", { passes: manyPasses(17, { accepts: () => true }) }],
    ["classify chooses among", { passes: manyPasses(40), classify: () => ({ passes: ["p1"] }) }],
    ["come after one that accepts only some", { passes: behindOne(20) }],
  ])("takes more than sixteen passes that %s", (_, part) => {
    expect(invoices(part).passes.size).toBe(part.passes.length);
  });

  it.each([
    ["Invoices", 'name "Invoices" must be 1–32'],
    ["", 'name "" must be'],
    ["a".repeat(33), "must be 1–32"],
    [undefined, 'name "undefined" must be'],
  ])("refuses the name %j", (name, message) => expect(() => invoices({ name })).toThrow(message));

  it.each([
    ["an option that nobody reads", { pases: [] }, 'unknown option "pases"; did you mean "passes"?'],
    ["no decomposer", { decompose: undefined }, "decompose must be an async generator function"],
    ["a decomposer that is not one", { decompose: "lines" }, "decompose must be an async generator function"],
    ["passes that are not a list", { passes: parse }, "passes must be a list"],
    ["a pass that is not one", { passes: [parse, undefined] }, "passes[1] must be made with definePass"],
    [
      "the name of a pass in place of the pass",
      { passes: [parse, "credit"] },
      "passes[1] must be made with definePass",
    ],
    ["two passes with one name", { passes: [parse, parse] }, 'two passes are named "parse"'],
    [
      "a pass after one that is missing",
      { passes: [credit] },
      'pass "credit" comes after "parse", which is not among its passes',
    ],
    [
      "a pass after one whose name is misspelt",
      { passes: [parse, forged(credit, { after: ["prase"] })] },
      'pass "credit" comes after "prase", which is not among its passes; did you mean "parse"?',
    ],
    [
      "a pass that reads a missing one where it is planned",
      { passes: [parse, forged(credit, { afterIfPlanned: ["text"] })] },
      'pass "credit" comes after "text", which is not among its passes; known are "parse", "credit"',
    ],
    [
      "a ring",
      { passes: [forged(parse, { after: ["credit"] }), credit] },
      'Choreography "invoices": Passes form a ring: parse → credit → parse',
    ],
    [
      "a ring through what is read where it is planned",
      { passes: [forged(parse, { afterIfPlanned: ["credit"] }), credit] },
      "Passes form a ring: parse → credit → parse",
    ],
    [
      "a limit that nobody defined",
      { passes: [forged(parse, { needs: { limits: ["burau"] } })], limits: { bureau: { perMinute: 1 } } },
      'pass "parse" needs the limit "burau", which limits does not define; did you mean "bureau"?',
    ],
    [
      "a limit that limits nothing",
      { limits: { bureau: {} } },
      "limits.bureau limits nothing; give perMinute or concurrent",
    ],
    ["a limit of zero", { limits: { bureau: { concurrent: 0 } } }, "limits.bureau.concurrent is 0; it must be above 0"],
    [
      "an unknown option of a limit",
      { limits: { bureau: { perMinut: 3 } } },
      'limits.bureau: unknown option "perMinut"; did you mean "perMinute"?',
    ],
    [
      "more than sixteen passes that take every component",
      { passes: manyPasses(17) },
      "17 passes take every component, and a component's plan holds at most 16 tasks; give passes an accepts",
    ],
    ["a count with a long name", { counts: ["a-finding"] }, 'count "a-finding" must be 1–16 letters and digits'],
    ["one count twice", { counts: ["findings", "findings"] }, 'counts names "findings" twice'],
    ["nine counts", { counts: [..."abcdefghi"] }, "counts has 9 names; the maximum is 8"],
    ["counts that are not a list", { counts: { findings: 1 } }, "counts must be a list of names"],
    [
      "a percentage above 100",
      { tolerate: { failedPercent: 101 } },
      "tolerate.failedPercent is 101; it must be 0 to 100",
    ],
    ["a percentage that is not a number", { tolerate: { failedPercent: "5%" } }, "tolerate.failedPercent is 5%"],
    [
      "a misspelt tolerance",
      { tolerate: { failedPercen: 5 } },
      'tolerate: unknown option "failedPercen"; did you mean "failedPercent"?',
    ],
    [
      "a priority that definePriority did not make",
      { priority: { version: "1", factors: {} } },
      "priority must be made with definePriority",
    ],
    ["a reducer that is not one", { reduce: {} }, "reduce must be made with defineReducer"],
    ["a function in place of a reducer", { reduce: () => 0 }, "reduce must be made with defineReducer"],
    [
      "a lazy reducer without a version",
      { reduce: { load: async () => totals } },
      "reduce must be made with defineReducer(…), or be { version, load",
    ],
    [
      "a lazy reducer with version 0",
      { reduce: { version: 0, load: async () => totals } },
      "reduce.version 0 must be a whole number from 1",
    ],
    ["subscribers that are not a list", { onComplete: book }, "onComplete must be a list of subscribers"],
    [
      "a subscriber that is not one",
      { onComplete: [book, () => {}] },
      "onComplete[1] must be made with defineSubscriber",
    ],
    ["two subscribers with one name", { onComplete: [book, book] }, 'two subscribers are named "book"'],
    [
      "more than sixteen subscribers",
      { onComplete: Array.from({ length: 17 }, (_, at) => ({ ...book, name: `s${at}` })) },
      "17 subscribers; at most 16",
    ],
    ["an estimate table that is not one", { estimates: { version: 2, passes: {} } }, "estimates"],
  ])("refuses %s, and says where", (_, part, message) => {
    expect(() => invoices(part)).toThrow(TypeError);
    expect(() => invoices(part)).toThrow('Choreography "invoices"');
    expect(() => invoices(part)).toThrow(message);
  });

  it("lowers the aggregation's default threshold to what its function has", () => {
    const small = invoices({ topology: { aggregate: { timeout: 120, memoryMB: 1024 } } });
    expect(small.aggregation).toEqual({ seconds: 120, memoryMB: 1024 });
  });
});

describe("the parts of a choreography", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a pass named by its upstream's name",
      () => definePass({ name: "a", version: 1, after: ["parse" as never], run }),
      'Pass "a": after takes passes, not their names; got "parse"',
    ],
    [
      "a pass with both halves",
      () => definePass({ name: "a", version: 1, run, load: async () => ({ run }) } as never),
      'Pass "a": give either run or load',
    ],
    [
      "a pass with neither half",
      () => definePass({ name: "a", version: 1 } as never),
      'Pass "a": give either run or load',
    ],
    [
      "a pass with an unknown option",
      () => definePass({ name: "a", version: 1, run, acepts: () => true } as never),
      'Pass "a": unknown option "acepts"; did you mean "accepts"?',
    ],
    [
      "a pass with an unknown need",
      () => definePass({ name: "a", version: 1, run, needs: { memory: 1 } as never }),
      'Pass "a": needs: unknown option "memory"; did you mean "memoryMB"?',
    ],
    [
      "a pass with an unknown cache",
      () => definePass({ name: "a", version: 1, run, cache: "contents" as never }),
      'Pass "a": cache is "contents"',
    ],
    [
      "an output that is no schema",
      () => definePass({ name: "a", version: 1, run, output: { a: 1 } as never }),
      'Pass "a": output must be a Standard Schema',
    ],
    [
      "a secret behind a result that is shared by content",
      () => definePass({ name: "a", version: 1, run, cache: "content", needs: { secrets: ["key"] } }),
      'Pass "a": a result shared by content cannot depend on secrets',
    ],
    ["a version that is not whole", () => definePass({ name: "a", version: 1.5, run }), 'Pass "a": version 1.5'],
    [
      "points that do not add up",
      () => definePriority({ version: "1", factors: { urgency: 40 } }),
      "the points must add up to 100",
    ],
    ["a factor's name with a space", () => definePriority({ version: "1", factors: { "a b": 100 } }), "definePriority"],
    [
      "an unknown option of a priority",
      () => definePriority({ version: "1", factor: {} } as never),
      'definePriority: unknown option "factor"; did you mean "factors"?',
    ],
    [
      "a reducer without merge",
      () => defineReducer({ ...totals, merge: undefined as never }),
      "defineReducer: merge must be a function",
    ],
    [
      "a reducer that packs and does not unpack",
      () => defineReducer({ ...totals, toJSON: (n: number) => n }),
      "give both toJSON and fromJSON",
    ],
    [
      "an unknown option of a reducer",
      () => defineReducer({ ...totals, finsh: () => 0 } as never),
      'unknown option "finsh"; did you mean "finish"?',
    ],
    [
      "a subscriber that is told of no such state",
      () => defineSubscriber({ name: "a", when: ["compleet" as never], run: () => {} }),
      'Subscriber "a": when names "compleet"; did you mean "complete"?',
    ],
    ["a subscriber with a bad name", () => defineSubscriber({ name: "a/b", run: () => {} }), 'Subscriber name "a/b"'],
    [
      "a webhook over plain http",
      () => webhook({ url: "http://example.com/x", secret: "K" }),
      'url is "http://example.com/x"; it must be an https: address',
    ],
    ["a webhook to no address", () => webhook({ url: "example.com", secret: "K" }), "it must be an https: address"],
    [
      "an unknown option of a webhook",
      () => webhook({ url: "https://example.com", secrt: "K" } as never),
      'webhook: unknown option "secrt"; did you mean "secret"?',
    ],
    [
      "a webhook without a key",
      () => webhook({ url: "https://example.com" } as never),
      "webhook: secret must be the name of a secret",
    ],
    [
      "a webhook that waits for no answer",
      () => webhook({ url: "https://example.com", secret: "K", timeoutSeconds: 0 }),
      "webhook: timeoutSeconds is 0",
    ],
  ])("refuse %s, and say what to change", (_, define, message) => {
    expect(define).toThrow(TypeError);
    expect(define).toThrow(message);
  });

  it("loads the heavy half of a pass from its module, once, and names the pass where it exports none", async () => {
    let loads = 0;
    const pass = definePass({
      name: "heavy",
      version: 1,
      load: async () => {
        loads += 1;
        return { run: () => "done" };
      },
    });
    expect(loads).toBe(0);
    expect([await (await pass.load())({}), await (await pass.load())({})]).toEqual(["done", "done"]);
    const empty = definePass({ name: "empty", version: 1, load: async () => ({}) as { run: () => void } });
    await expect(empty.load()).rejects.toThrow('Pass "empty": its module exports neither run nor a default function');
  });
});
