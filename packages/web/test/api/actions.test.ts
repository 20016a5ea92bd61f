import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

const failing = (n: number) => (n < 3 ? `POISON ${n}` : `fine ${n}`);

describe("a redrive", () => {
  test("shows what it would run, then runs it as a new round whose URL reports its progress", async () => {
    const { world, json, post, request } = setUp();
    const id = await world.submit("a.zip", files(10, failing));
    await world.finish();
    expect(await post(`/api/v1/packages/${id}/redrive`, { dryRun: true }, 200)).toEqual({ components: 3, tasks: 3 });
    const answer = await request(`/api/v1/packages/${id}/redrive`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/api/v1/packages/${id}/rounds/2`);
    expect(await json(`/api/v1/packages/${id}/rounds/2`)).toMatchObject({
      status: "running",
      components: 3,
      settled: 0,
    });
    await world.finish();
    expect(await json(`/api/v1/packages/${id}/rounds/2`)).toMatchObject({ status: "ended", settled: 3, failed: 3 });
    expect(await json(`/api/v1/packages/${id}`)).toMatchObject({ round: 2, revision: 2 });
  });

  test("of one group of failures leaves the others alone", async () => {
    const { world, json, post } = setUp();
    const defect = { kind: "encrypted-entry", message: "locked" };
    const id = await world.submit("a.zip", [...files(10, failing), { name: "x.pdf", text: "x", defect }]);
    await world.finish();
    const { groups } = await json(`/api/v1/packages/${id}/failures`);
    const { fingerprint } = groups.find((group: { error: { kind: string } }) => group.error.kind === "encrypted-entry");
    const dry = await post(`/api/v1/packages/${id}/redrive`, { selection: { fingerprint }, dryRun: true }, 200);
    expect(dry).toEqual({ components: 1, tasks: 1 });
  });

  test("requested twice with one key starts once, and the key is refused for another request", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit("a.zip", files(5, failing));
    await world.finish();
    const key = { "idempotency-key": "k-1" };
    await post(`/api/v1/packages/${id}/redrive`, {}, 202, key);
    await post(`/api/v1/packages/${id}/redrive`, {}, 202, key);
    await world.finish();
    const again = await post(`/api/v1/packages/${id}/redrive`, {}, 202, key);
    expect(again).toMatchObject({ round: 2, status: "ended" });
    expect((await json(`/api/v1/packages/${id}`)).round).toBe(2);
    const other = await post(`/api/v1/packages/${id}/redrive`, { selection: { component: "1" } }, 409, key);
    expect(other.detail).toMatch(/Idempotency-Key/);
    const second = await world.submit("b.zip", files(2, failing));
    await world.finish();
    expect((await post(`/api/v1/packages/${second}/redrive`, {}, 409, key)).detail).toMatch(/Idempotency-Key/);
    expect((await json(`/api/v1/packages/${second}`)).round).toBe(1);
  });

  test("requested concurrently with one key is one round, which both responses name", async () => {
    const { world, json, request } = setUp();
    const id = await world.submit("a.zip", files(5, failing));
    await world.finish();
    const ask = () =>
      request(`/api/v1/packages/${id}/redrive`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "k-2" },
        body: "{}",
      });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    for (const answer of answers) expect(answer.headers.get("location")).toBe(`/api/v1/packages/${id}/rounds/2`);
    await world.finish();
    expect((await json(`/api/v1/packages/${id}`)).round).toBe(2);
  });

  test("refused with a key can be repeated, and is never answered with a round that another request opened", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit("a.zip", files(5, failing));
    await world.step(["intake"]);
    const refused = { "idempotency-key": "k-3" };
    const later = { "idempotency-key": "k-4" };
    for (const key of [refused, later])
      expect((await post(`/api/v1/packages/${id}/redrive`, {}, 409, key)).detail).toMatch(/when it has ended/);
    await world.finish();
    expect(await post(`/api/v1/packages/${id}/redrive`, {}, 202, later)).toMatchObject({ round: 2 });
    await world.finish();
    expect((await post(`/api/v1/packages/${id}/redrive`, {}, 409, refused)).detail).toMatch(/when it has ended/);
    expect(await post(`/api/v1/packages/${id}/redrive`, {}, 202, later)).toMatchObject({ round: 2, status: "ended" });
    expect((await json(`/api/v1/packages/${id}`)).round).toBe(2);
  });

  test("of a running package is refused with advice", async () => {
    const { world, post } = setUp();
    const id = await world.submit("a.zip", files(5));
    await world.step(["intake"]);
    expect((await post(`/api/v1/packages/${id}/redrive`, {}, 409)).detail).toMatch(/when it has ended, or cancel it/);
  });
});

describe("cancelling", () => {
  test("ends a package immediately and settles its unfinished tasks", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit("a.zip", files(20));
    await world.step(["intake"]);
    expect(await post(`/api/v1/packages/${id}/cancel`, {}, 200)).toMatchObject({ state: "cancelled" });
    await world.cloud.clock.advance(2_000);
    expect(await json(`/api/v1/packages/${id}`)).toMatchObject({
      state: "cancelled",
      progress: { expected: 20, settled: 20, missing: 0 },
    });
  });

  test("does not change a package that has ended", async () => {
    const { world, post } = setUp();
    const id = await world.submit("a.zip", files(2));
    await world.finish();
    expect(await post(`/api/v1/packages/${id}/cancel`, {}, 200)).toEqual({ state: "complete", cancelled: 0 });
  });

  test("is recorded each time, even if the client repeats its request id", async () => {
    const { world, post } = setUp();
    const id = await world.submit("a.zip", files(2));
    await world.finish();
    for (let n = 0; n < 3; n += 1) await post(`/api/v1/packages/${id}/cancel`, {}, 200, { "x-request-id": "same" });
    const { objects } = await world.cloud.objects.list("audit/");
    expect(objects).toHaveLength(3);
  });

  test("is recorded with its caller before it takes effect", async () => {
    const { world, post } = setUp();
    const id = await world.submit("a.zip", files(2));
    await world.finish();
    await post(`/api/v1/packages/${id}/cancel`, {}, 200);
    const { objects } = await world.cloud.objects.list("audit/");
    expect(objects).toHaveLength(1);
    const stored = await world.cloud.objects.get(objects[0]?.key ?? "");
    let line = "";
    for await (const chunk of stored?.body ?? []) line += Buffer.from(chunk).toString();
    expect(JSON.parse(line)).toMatchObject({ action: "cancel", on: id, by: "local" });
  });
});

describe("why", () => {
  test("names the missing tasks and their queue", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(3));
    await world.step(["intake", "classify"]);
    const why = await json(`/api/v1/packages/${id}/why`);
    expect(why).toMatchObject({ state: "open", missingTasks: 6, byPass: { patterns: 3, entities: 3 } });
    expect(why.missing[0]).toMatchObject({ name: "file-0.txt", queue: "light-standard", state: "queued" });
  });
});

describe("dead letters", () => {
  test("are listed with the outcome that they settled", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", [{ name: "flaky.log", text: "FLAKY" }]);
    await world.finish();
    const { deadLetters } = await json("/api/v1/dead-letters");
    expect(deadLetters).toMatchObject([{ queue: "light-standard", settled: "task", packageId: id }]);
    expect((await json("/api/v1/dead-letters?queue=intake")).deadLetters).toEqual([]);
    expect((await json(`/api/v1/dead-letters?package=${id}`)).deadLetters).toHaveLength(1);
    expect((await json(`/api/v1/dead-letters?package=pkg_${"0".repeat(24)}`)).deadLetters).toEqual([]);
  });
});
