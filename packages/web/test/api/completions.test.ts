import { text } from "node:stream/consumers";
import { drain } from "@torrent/core/testing/memory";
import { beforeEach, describe, expect, test } from "vitest";
import { eventsOf, type ServerEvent } from "../../src/dashboard/package/live/server-events.ts";
import { setUp } from "../support/api.ts";
import { invoice, invoices, ledger } from "../support/invoices.ts";

beforeEach(() => {
  ledger.isOpen = true;
  ledger.booked = [];
});

const delivered = async () => {
  const all = setUp({}, { choreography: invoices });
  const id = await all.world.submit("november.zip", [{ name: "1.json", text: invoice("DE", 500) }]);
  return { ...all, id, at: `/api/v1/packages/${id}` };
};

describe("the notifications of subscribers", () => {
  test("are pending until they are sent, and shown with the package, by themselves and by why", async () => {
    const { world, json, at } = await delivered();
    while ((await world.step(["intake", "classify", "light-standard", "aggregate"])) > 0);
    const pending = { subscriber: "book", state: "complete", outcome: "pending" };
    expect(await json(at)).toMatchObject({ state: "complete", notifying: true, completions: [pending] });
    expect((await json(`${at}/why`)).because).toBe("It is complete; notifications are pending for book");
    await world.finish();
    await world.cloud.clock.advance(1_000);
    const succeeded = { subscriber: "book", state: "complete", outcome: "succeeded", attempts: 1 };
    expect(await json(at)).toMatchObject({ notifying: false, completions: [succeeded] });
    expect(await json(`${at}/completions`)).toMatchObject({ completions: [succeeded] });
    expect(await json(`${at}/why`)).toMatchObject({ completions: [succeeded] });
  });

  test("that failed are redriven once for each Idempotency-Key, and recorded", async () => {
    ledger.isOpen = false;
    const { world, json, post, id, at } = await delivered();
    await world.finish();
    const [failed] = (await json(`${at}/completions`)).completions;
    expect(failed).toMatchObject({ outcome: "failed", error: { kind: "ledger-closed" } });
    const key = { "idempotency-key": "once" };
    const first = await post(`${at}/completions/redrive`, {}, 202, key);
    expect(first).toEqual({ subscribers: ["book"], generation: 1 });
    await world.finish();
    // The ledger is still closed: what fails again is not notified by a repetition of the same request.
    expect(await post(`${at}/completions/redrive`, {}, 202, key)).toEqual(first);
    expect(await world.step(["complete"])).toBe(0);
    ledger.isOpen = true;
    expect((await post(`${at}/completions/redrive`, {}, 202, { "idempotency-key": "twice" })).generation).toBe(2);
    await world.finish();
    expect(ledger.booked).toEqual([`${id}/1/book`]);
    const audited = (await world.cloud.objects.list("audit/")).objects;
    const lines = await Promise.all(audited.map(async ({ key }) => text((await world.cloud.objects.get(key))!.body)));
    expect(lines.filter((line) => line.includes('"redrive-completions"'))).toHaveLength(2);
  });

  test("refused with a key stay refused for it, whatever another request sends later", async () => {
    ledger.isOpen = false;
    const { world, post, at } = await delivered();
    await world.finish();
    const nobody = { subscribers: ["nobody"] };
    const refused = { "idempotency-key": "refused" };
    const { detail } = await post(`${at}/completions/redrive`, nobody, 409, refused);
    expect(await post(`${at}/completions/redrive`, {}, 202)).toEqual({ subscribers: ["book"], generation: 1 });
    await world.finish();
    expect((await post(`${at}/completions/redrive`, nobody, 409, refused)).detail).toBe(detail);
  });

  test("are not redriven where none has failed, where the package is open, or by a key of another request", async () => {
    const { world, post, at } = await delivered();
    await world.step(["intake"]);
    expect((await post(`${at}/completions/redrive`, {}, 409)).detail).toMatch(/is open/);
    const early = { "idempotency-key": "early" };
    await post(`${at}/completions/redrive`, {}, 409, early);
    await world.finish();
    // What was refused then was not a use of the key.
    await post(`${at}/completions/redrive`, {}, 409, early);
    expect((await post(`${at}/completions/redrive`, {}, 409)).detail).toMatch(/No delivery .* has failed/);
    await post(`${at}/completions/redrive`, { subscribers: ["book"] }, 409, { "idempotency-key": "one" });
    const other = await post(`${at}/completions/redrive`, {}, 409, { "idempotency-key": "one" });
    expect(other.detail).toMatch(/already been used for a different request/);
    await post(`${at}/completions/redrive`, { subscribers: ["No Such"] }, 400);
  });
});

test("the choreography of a deployment names its passes, counts, subscribers and panels", async () => {
  const { json, request } = setUp({}, { choreography: invoices });
  const choreography = await json("/api/v1/choreography");
  expect(choreography).toEqual({
    name: "invoices",
    counts: ["invoices", "lines"],
    passes: [
      { name: "parse", version: 2, after: [], required: true },
      { name: "rate", version: 1, after: ["parse"], required: false },
    ],
    subscribers: [{ name: "book", when: ["complete", "partial", "failed"] }],
    panels: [],
    limits: [],
  });
  expect((await json("/api/v1/system")).choreography).toEqual(choreography);
  const first = await request("/api/v1/choreography");
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  expect((await request("/api/v1/choreography", { headers })).status).toBe(304);
  const [panel] = (await setUp().json("/api/v1/choreography")).panels;
  expect(panel).toEqual({ name: "analysis", title: "Findings", module: "/api/v1/panels/analysis.js" });
});

test("a package's events go on until the subscribers of a package that has ended are notified", async () => {
  const { world, request } = setUp({}, { choreography: invoices });
  const id = await world.submit("a.zip", [{ name: "1.json", text: invoice("DE", 500) }]);
  while ((await world.step(["intake", "classify", "light-standard", "aggregate"])) > 0);
  const answer = await request(`/api/v1/packages/${id}/events`);
  const events: ServerEvent[] = [];
  const reading = (async () => {
    for await (const event of eventsOf(answer.body!)) events.push(event);
  })();
  for (let tick = 0; tick < 4; tick += 1) await world.cloud.clock.advance(1_000);
  await drain();
  expect(events.map(({ name }) => name)).toEqual(["package"]);
  await world.finish();
  for (let tick = 0; tick < 4; tick += 1) await world.cloud.clock.advance(1_000);
  await reading;
  const outcomes = events.filter(({ name }) => name === "package").map(({ data }) => JSON.parse(data).completions);
  expect(outcomes).toMatchObject([[{ outcome: "pending" }], [{ outcome: "succeeded" }]]);
  expect(events.at(-1)?.name).toBe("ended");
});
