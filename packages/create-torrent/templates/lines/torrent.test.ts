import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { testChoreography } from "@torrent/testing";
import choreography from "./torrent.config.ts";

test("adds up the orders of a package", async () => {
  const { submit, settle } = testChoreography(choreography);
  const sample = await submit("orders.ndjson", await readFile("samples/orders.ndjson", "utf8"));
  await settle();
  assert.deepEqual(await sample.result(), { orders: 3, cents: 7150 });
});

test("an order without a price fails by itself, and the others count", async () => {
  const { submit, settle } = testChoreography(choreography);
  const orders = await submit("orders.ndjson", '{"quantity":2,"price":1.5}\n{"quantity":2}\n');
  await settle();
  assert.equal(await orders.state(), "partial");
  assert.deepEqual(
    (await orders.tasks()).map(({ outcome }) => outcome),
    ["succeeded", "failed"],
  );
});
