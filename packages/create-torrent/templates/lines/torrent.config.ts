import { defineChoreography, definePass, defineReducer, lines, TerminalError } from "@torrent/core";

interface Order {
  item: string;
  quantity: number;
  price: number;
}

const isOrder = (value: unknown): value is Order =>
  typeof value === "object" &&
  value !== null &&
  ["quantity", "price"].every((key) => typeof (value as Record<string, unknown>)[key] === "number");

/** Works out what an order costs, in cents. Any Standard Schema library can take the place of `isOrder`: `json(schema)`. */
export const cost = definePass({
  name: "cost",
  version: 1,
  run: async ({ json }) => {
    const order = await json();
    // No retry can mend an invalid order, so the task ends as failed at once.
    if (!isOrder(order)) throw new TerminalError("invalid-order", "An order needs a quantity and a price");
    return { cents: Math.round(order.quantity * order.price * 100) };
  },
});

const total = defineReducer({
  version: 1,
  of: [cost],
  empty: () => ({ orders: 0, cents: 0 }),
  add: (sum, { results }) => ({ orders: sum.orders + 1, cents: sum.cents + (results.cost?.cents ?? 0) }),
  merge: (a, b) => ({ orders: a.orders + b.orders, cents: a.cents + b.cents }),
  finish: (sum) => sum,
});

/** Each line that is not blank is a component. */
export default defineChoreography({ name: "{{name}}", decompose: lines("order"), passes: [cost], reduce: total });
