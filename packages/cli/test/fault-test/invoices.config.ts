import { defineChoreography, definePass, defineReducer, defineSubscriber, lines } from "@torrent/core";
import { z } from "zod";

const Invoice = z.object({ net: z.number() });

const parse = definePass({ name: "parse", version: 1, output: Invoice, run: ({ json }) => json(Invoice) });

const totals = defineReducer({
  version: 1,
  of: [parse],
  empty: () => ({ net: 0 }),
  add: (sum, { results }) => ({ net: sum.net + (results.parse?.net ?? 0) }),
  merge: (a, b) => ({ net: a.net + b.net }),
  finish: (sum) => sum,
});

const book = defineSubscriber({
  name: "book",
  of: totals,
  run: () => {
    throw new Error("Nobody asked for the subscribers' own code");
  },
});

export default defineChoreography({
  name: "invoices",
  decompose: lines("invoice"),
  passes: [parse],
  reduce: totals,
  onComplete: [book],
});
