import {
  defineChoreography,
  definePass,
  definePriority,
  defineReducer,
  defineSubscriber,
  TerminalError,
} from "@torrent/core/unstable";
import * as z from "zod/mini";
import { entries, textOf } from "./entries.ts";

const Invoice = z.object({ country: z.string(), lines: z.array(z.object({ sku: z.string(), cents: z.int() })) });

const parse = definePass({
  name: "parse",
  version: 2,
  output: Invoice,
  counts: ({ lines }) => ({ invoices: 1, lines: lines.length }),
  run: async ({ bytes }) => {
    const text = await textOf(bytes());
    const invoice = z.safeParse(Invoice, JSON.parse(text.startsWith("{") ? text : "{}"));
    if (!invoice.success) throw new TerminalError("not-an-invoice", "The file is not an invoice");
    return invoice.data;
  },
});

const rate = definePass({
  name: "rate",
  version: 1,
  after: [parse],
  required: false,
  output: z.object({ amount: z.number() }),
  factors: ({ amount }) => ({
    amount: { value: Math.min(1, amount / 1e6), evidence: `${amount} cents in one invoice` },
  }),
  run: ({ upstream }) => ({ amount: upstream.parse.lines.reduce((sum, { cents }) => sum + cents, 0) }),
});

export const totals = defineReducer({
  version: 1,
  of: [parse, rate],
  empty: () => ({ cents: 0, byCountry: {} as Record<string, number> }),
  add(sum, { results }) {
    const { country = "" } = results.parse ?? {};
    const amount = results.rate?.amount ?? 0;
    return {
      cents: sum.cents + amount,
      byCountry: { ...sum.byCountry, [country]: (sum.byCountry[country] ?? 0) + amount },
    };
  },
  merge(a, b) {
    const byCountry = { ...a.byCountry };
    for (const [country, cents] of Object.entries(b.byCountry)) byCountry[country] = (byCountry[country] ?? 0) + cents;
    return { cents: a.cents + b.cents, byCountry };
  },
  async finish(sum, round) {
    round.highlight(`${round.package.components} invoices, ${(sum.cents / 100).toFixed(2)} in all`);
    const rows = Object.entries(sum.byCountry).map((row) => `${row.join(",")}\n`);
    await round.write("totals.csv", `country,cents\n${rows.join("")}`, "text/csv");
    await round.write("notes.html", "<h1>Totals</h1><script>alert(1)</script>", "text/html");
    return sum;
  },
});

/** Whether `book` refuses what it hears of. */
export const ledger = { isOpen: true, booked: [] as string[] };

const book = defineSubscriber({
  name: "book",
  of: totals,
  run: ({ key }) => {
    if (!ledger.isOpen) throw new TerminalError("ledger-closed", "The ledger is closed");
    ledger.booked.push(key);
  },
});

/** A choreography that finds nothing: a result, counts, a subscriber, and no panel. */
export const invoices = defineChoreography({
  name: "invoices",
  decompose: entries,
  passes: [parse, rate],
  priority: definePriority({ version: "invoices-1", factors: { urgency: 40, amount: 60 } }),
  counts: ["invoices", "lines"],
  reduce: totals,
  onComplete: [book],
});

export const invoice = (country: string, ...cents: number[]): string =>
  JSON.stringify({ country, lines: cents.map((amount, n) => ({ sku: `sku-${n}`, cents: amount })) });
