import { defineChoreography, definePass, defineReducer, defineSubscriber, lines } from "@torrent/core";
import { testChoreography } from "@torrent/testing";
import { expect, it } from "vitest";
import { z } from "zod";

const parse = definePass({
  name: "parse",
  version: 1,
  output: z.object({ net: z.number() }),
  run: ({ json }) => json(z.object({ net: z.number() })),
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
const invoices = defineChoreography({
  name: "invoices",
  decompose: lines("invoice"),
  passes: [parse],
  reduce: totals,
  onComplete: [book],
});

it("adds up the invoices that can be read, and books the sum", async () => {
  const test = testChoreography(invoices);
  const january = await test.submit("january.ndjson", '{"net":12}\n{"net":30}\nno invoice\n');
  await test.settle();

  expect(await january.outcome()).toMatchObject({ status: "partial", tasks: { succeeded: 2, failed: 1 } });
  expect(await january.result()).toEqual({ net: 42 });
  expect(await january.outputs(parse)).toEqual([{ net: 12 }, { net: 30 }]);
  expect(await january.subscribers()).toMatchObject([{ subscriber: "book", outcome: "succeeded" }]);
});
