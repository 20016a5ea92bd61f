import { appendFileSync, existsSync, readFileSync } from "node:fs";
import {
  defineChoreography,
  definePanel,
  definePass,
  definePriority,
  defineReducer,
  defineSubscriber,
  lines,
  TerminalError,
} from "@torrent/core";
import * as z from "zod/mini";

const Item = z.object({ sku: z.string(), quantity: z.number(), price: z.number() });
const Order = z.object({ customer: z.string(), country: z.string(), items: z.array(Item) });

// A pass: which components it accepts, what it returns, and what it does to one.
const parse = definePass({
  name: "parse",
  version: 1,
  accepts: ({ kind }) => kind === "order",
  output: z.object({ country: z.string(), amount: z.number() }),
  run: async ({ json }) => {
    const { country, items } = await json(Order);
    if (items.length === 0) throw new TerminalError("empty-order", "The order has no items; ask its sender for them");
    return { country, amount: items.reduce((sum, { quantity, price }) => sum + quantity * price, 0) };
  },
  counts: () => ({ orders: 1 }),
  factors: ({ amount }) => ({ amount: { value: Math.min(1, amount / 1000), evidence: `an order of ${amount}` } }),
});

// It comes after parse, so `upstream.parse` is there, parsed by its schema and typed by it.
const rates: Record<string, number> = { DE: 0.19, FR: 0.2 };
const tax = definePass({
  name: "tax",
  version: 1,
  after: [parse],
  required: false,
  accepts: parse.accepts,
  run: ({ upstream }) => {
    const rate = rates[upstream.parse.country];
    if (rate === undefined) throw new TerminalError("unknown-country", `No tax rate for ${upstream.parse.country}`);
    return { tax: upstream.parse.amount * rate };
  },
});

// It hands out components of its own, which are classified, go through passes, and are counted before this task settles.
const items = definePass({
  name: "items",
  version: 1,
  after: [parse],
  accepts: parse.accepts,
  run: async ({ json, grow }) => {
    for (const item of (await json(Order)).items) await grow({ kind: "item", name: item.sku, json: item });
  },
});

// A result that every package shares: its context shows the bytes, the kind and the file name, and nothing else.
const price = definePass({
  name: "price",
  version: 1,
  accepts: ({ kind }) => kind === "item",
  cache: "content",
  run: async ({ json }) => {
    const { quantity, price } = await json(Item);
    return { total: quantity * price };
  },
});

// Something from outside: it needs a secret and a clock, and what it returns is never stored for another round.
const stock = definePass({
  name: "stock",
  version: 1,
  accepts: ({ kind }) => kind === "item",
  cache: "none",
  required: false,
  needs: { secrets: ["STOCK_KEY"], seconds: 2, memoryMB: 256 },
  run: ({ component, secret, now }) => ({ asked: now(), signedBy: secret("STOCK_KEY").length, sku: component.name }),
});

const cents = (amount = 0) => Math.round(amount * 100);
const totals = defineReducer({
  version: 1,
  of: [parse, tax, price],
  empty: () => ({ orders: 0, amount: 0, tax: 0, items: 0 }),
  add: (sum, { results: { parse, tax, price } }) => ({
    orders: sum.orders + (parse ? 1 : 0),
    amount: sum.amount + cents(parse?.amount),
    tax: sum.tax + cents(tax?.tax),
    items: sum.items + cents(price?.total),
  }),
  merge: (a, b) => ({
    orders: a.orders + b.orders,
    amount: a.amount + b.amount,
    tax: a.tax + b.tax,
    items: a.items + b.items,
  }),
  finish: async (sum, round) => {
    await round.write("totals.csv", `orders,amount,tax\n${sum.orders},${sum.amount},${sum.tax}\n`, "text/csv");
    round.highlight(`${sum.orders} orders over ${sum.amount / 100}`);
    return sum;
  },
});

// Runs when a package has ended, at least once. `once` makes an effect happen one time; `check` answers after a crash within it.
const ledger = process.env.LEDGER ?? "ledger.txt";
const book = defineSubscriber({
  name: "book",
  when: ["complete", "partial"],
  of: totals,
  run: async ({ key, result }, { once }) => {
    const isBooked = () => existsSync(ledger) && readFileSync(ledger, "utf8").includes(`${key} `);
    await once(
      "post",
      async () => {
        appendFileSync(ledger, `${key} ${result?.amount}\n`);
        return "booked";
      },
      { check: async () => (isBooked() ? "booked" : undefined) },
    );
  },
});

const totalsPanel = definePanel({
  name: "totals",
  title: "Totals",
  api: ({ row }) => Response.json({ package: row.name, state: row.state }),
});

export default defineChoreography({
  name: "orders",
  decompose: lines("order"),
  passes: [parse, tax, items, price, stock],
  classify: [
    { name: "huge orders go to a worker", kinds: ["order"], minBytes: 50_000_000, route: "worker" },
    { name: "items matter less", kinds: ["item"], weight: 0.2 },
  ],
  priority: definePriority({ version: "orders-1", factors: { urgency: 40, amount: 60 } }),
  counts: ["orders"],
  tolerate: { failedPercent: 10 },
  reduce: totals,
  onComplete: [book],
  panels: [totalsPanel],
  topology: { light: { timeout: 120 }, heavy: { maxWorkers: 20 }, deadlineHours: 6 },
});
