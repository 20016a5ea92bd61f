import {
  defineChoreography,
  definePass,
  defineReducer,
  defineSubscriber,
  lines,
  RetryLater,
  type Subscriber,
  webhook,
} from "@torrent/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { testChoreography } from "../src/index.ts";

const parse = definePass({
  name: "parse",
  version: 1,
  accepts: ({ kind }) => kind === "invoice",
  output: z.object({ net: z.number() }),
  run: ({ json }) => json(z.object({ net: z.number(), items: z.array(z.string()) })),
});
const explode = definePass({
  name: "explode",
  version: 1,
  after: [parse],
  accepts: ({ kind }) => kind === "invoice",
  run: async ({ json, grow }) => {
    for (const item of (await json(z.object({ items: z.array(z.string()) }))).items)
      await grow({ kind: "item", name: item, text: item });
  },
});
const weigh = definePass({
  name: "weigh",
  version: 1,
  accepts: ({ kind }) => kind === "item",
  needs: { secrets: ["scales"] },
  run: async ({ text, secret }) => `${secret("scales")}: ${await text()}`,
});
const totals = defineReducer({
  version: 1,
  of: [parse],
  empty: () => ({ net: 0 }),
  add: (sum, { results }, line) => {
    if (results.parse) line(String(results.parse.net));
    return { net: sum.net + (results.parse?.net ?? 0) };
  },
  merge: (a, b) => ({ net: a.net + b.net }),
  finish: (sum) => sum,
  lines: { file: "nets.txt", contentType: "text/plain" },
});

const invoices = (...onComplete: Subscriber[]) =>
  defineChoreography({
    name: "invoices",
    decompose: lines("invoice"),
    passes: [parse, explode, weigh],
    reduce: totals,
    onComplete,
  });
const secrets = { scales: "heavy" };

describe("testChoreography", () => {
  it("runs packages to their end, with their outcome, result, outputs, tasks and files", async () => {
    const test = testChoreography(invoices(), { secrets });
    const january = await test.submit("january.ndjson", '{"net":12,"items":["a","b"]}\n{"net":3,"items":[]}\n');
    const broken = await test.submit("broken.ndjson", "no invoice");
    await test.settle();
    expect(await january.outcome()).toMatchObject({ status: "complete", tasks: { succeeded: 6, failed: 0 } });
    expect(await january.result()).toEqual({ net: 15 });
    const nets = await january.outputs(parse);
    expectTypeOf(nets).toEqualTypeOf<{ net: number }[]>();
    expect(nets).toEqual([{ net: 12 }, { net: 3 }]);
    expect(await january.outputs(weigh)).toEqual(["heavy: a", "heavy: b"]);
    expect(await january.file("nets.txt")).toBe("12\n3\n");
    expect(await broken.state()).toBe("failed");
    expect(await broken.tasks()).toMatchObject([
      { component: "0", pass: "parse", outcome: "failed", error: { kind: "invalid-input" } },
      { component: "0", pass: "explode", outcome: "skipped" },
    ]);
  });

  it("tells subscribers, and shows how each delivery ended", async () => {
    const nets: unknown[] = [];
    const book = defineSubscriber({ name: "book", of: totals, run: ({ result }) => void nets.push(result?.net) });
    let refuses = true;
    const picky = defineSubscriber({
      name: "picky",
      run: () => {
        if (refuses) throw new Error("not now");
      },
    });
    const test = testChoreography(invoices(book, picky), { secrets });
    const january = await test.submit("january.ndjson", '{"net":12,"items":[]}');
    await test.settle();
    expect(nets).toEqual([12]);
    expect(await january.subscribers()).toMatchObject([
      { subscriber: "book", state: "complete", outcome: "succeeded" },
      { subscriber: "picky", state: "complete", outcome: "failed", error: { message: "not now" } },
    ]);
    refuses = false;
    await january.tellAgain();
    await test.settle();
    expect(await january.subscribers()).toMatchObject([{ outcome: "succeeded" }, { outcome: "succeeded" }]);
    expect(nets).toEqual([12]);
  });

  it("sends nothing to anybody where subscribers are only recorded", async () => {
    const hook = webhook({ url: "https://nobody.invalid/hook", secret: "hook" });
    const test = testChoreography(invoices(hook), { secrets, subscribers: "record" });
    const january = await test.submit("january.ndjson", '{"net":12,"items":[]}');
    await test.settle();
    expect(await january.subscribers()).toMatchObject([{ subscriber: hook.name, outcome: "succeeded" }]);
  });

  it("tries again when a retry is due, in no real time", async () => {
    const tries: number[] = [];
    const flaky = definePass({
      name: "flaky",
      version: 1,
      cache: "none",
      run: ({ attempt, now }) => {
        tries.push(now());
        if (attempt < 3) throw new RetryLater("busy", 600);
      },
    });
    const test = testChoreography(
      defineChoreography({ name: "busy", decompose: lines("line"), passes: [flaky], reduce: totals }),
    );
    const january = await test.submit("january.ndjson", "x");
    await test.settle();
    expect(await january.state()).toBe("complete");
    const [first = 0, second = 0, third = 0] = tries;
    expect([second - first, third - second].every((ms) => ms >= 600_000)).toBe(true);
  });

  it("runs failed tasks again, and ends what is past its deadline", async () => {
    let broken = true;
    const fix = definePass({
      name: "fix",
      version: 1,
      run: () => {
        if (broken) throw new Error("not yet");
      },
    });
    const test = testChoreography(defineChoreography({ name: "fixed", decompose: lines("line"), passes: [fix] }));
    const january = await test.submit("january.ndjson", "x");
    await test.settle();
    expect(await january.outcome()).toMatchObject({ status: "failed", failures: { total: 1 } });
    broken = false;
    await january.redrive();
    await test.settle();
    expect(await january.outcome()).toMatchObject({ status: "complete", revision: 2 });
    await expect(january.redrive()).rejects.toThrow("No task matches the selection");
  });

  it("says what is missing: a choreography, a secret, a call of settle", async () => {
    expect(() => testChoreography({} as never)).toThrow("defineChoreography");
    const test = testChoreography(invoices());
    const january = await test.submit("january.ndjson", '{"net":1,"items":["a"]}');
    await expect(january.outcome()).rejects.toThrow("call settle() first");
    await test.settle();
    expect((await january.tasks()).find(({ pass }) => pass === "weigh")?.error?.message).toContain(
      'The test has no secret "scales"',
    );
  });
});
