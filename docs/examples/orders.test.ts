import assert from "node:assert/strict";
import { test } from "node:test";
import { checkReducer } from "@torrent/core/testing";
import orders from "./orders.config.ts";

const component = (ref: string, amount: number) => ({
  ref,
  name: ref,
  kind: "order",
  bytes: 10,
  sha256: ref,
  results: { parse: { country: "DE", amount } },
  tasks: [],
});

test("orders add up in any grouping", () => {
  const { reduce } = orders;
  assert(reduce && "add" in reduce);
  assert.equal(checkReducer(reduce, { components: [component("0", 9.5), component("1", 0.1)] }), undefined);
});

test("an order without a known country has no tax", async () => {
  const run = await orders.passes.get("tax")?.load();
  assert.throws(() => run?.({ upstream: { parse: { country: "XX", amount: 1 } } }), { kind: "unknown-country" });
});
