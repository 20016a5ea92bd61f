import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { defineChoreography, definePass, definePriority, defineReducer, defineSubscriber, lines } from "@torrent/core";
import * as z from "zod";

const Line = z.object({ sku: z.string(), quantity: z.int().positive(), price: z.number() });
const Invoice = z.object({ country: z.string().length(2), lines: z.array(Line) });

const parse = definePass({
  name: "parse",
  version: 1,
  accepts: ({ kind }) => kind === "invoice",
  output: z.object({ country: z.string(), net: z.number() }),
  counts: () => ({ invoices: 1 }),
  factors: ({ net }) => ({ amount: Math.min(1, net / 10_000) }),
  run: async ({ json }) => {
    const { country, lines } = await json(Invoice);
    return { country, net: lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0) };
  },
});
const explode = definePass({
  name: "explode",
  version: 1,
  after: [parse],
  accepts: parse.accepts,
  run: async ({ json, grow }) => {
    for (const line of (await json(Invoice)).lines) await grow({ kind: "line", name: line.sku, json: line });
  },
});
const rates = new Map(Object.entries({ DE: 0.19, FR: 0.2, LU: 0.17 }));
const tax = definePass({
  name: "tax",
  version: 1,
  after: [parse],
  required: false,
  accepts: ({ kind }) => kind === "invoice",
  run: ({ upstream: { parse } }) => ({ tax: parse.net * (rates.get(parse.country) ?? 0) }),
});
const price = definePass({
  name: "price",
  version: 1,
  accepts: ({ kind }) => kind === "line",
  cache: "content",
  counts: () => ({ lines: 1 }),
  run: async ({ json }) => json(Line).then((line) => ({ total: line.quantity * line.price })),
});

const cents = (amount = 0) => Math.round(amount * 100);
const totals = defineReducer({
  version: 1,
  of: [parse, tax, price],
  empty: () => ({ net: 0, tax: 0, lines: 0 }),
  add: (sum, { results: { parse, tax, price } }) => ({
    net: sum.net + cents(parse?.net),
    tax: sum.tax + cents(tax?.tax),
    lines: sum.lines + cents(price?.total),
  }),
  merge: (a, b) => ({ net: a.net + b.net, tax: a.tax + b.tax, lines: a.lines + b.lines }),
  finish: (sum) => sum,
});

const ledger = process.env.LEDGER ?? "ledger.txt";
const book = defineSubscriber({
  name: "book",
  of: totals,
  run: async ({ key, result }, { once }) => {
    const row = `${key} ${JSON.stringify(result)}\n`;
    // Asked where the process was killed while it wrote.
    const check = async () =>
      existsSync(ledger) && readFileSync(ledger, "utf8").includes(`${key} `) ? true : undefined;
    await once("post", async () => appendFileSync(ledger, row) ?? true, { check });
  },
});

export default defineChoreography({
  name: "invoices",
  decompose: lines("invoice"),
  passes: [parse, explode, tax, price],
  priority: definePriority({ version: "ours-1", factors: { urgency: 40, amount: 60 } }),
  tolerate: { failedPercent: 5 },
  counts: ["invoices", "lines"],
  reduce: totals,
  onComplete: [book],
});
