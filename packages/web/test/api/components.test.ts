import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";
import { notesWith } from "../support/notes.ts";

const ordinals = (page: { components: { ordinal: number }[] }) => page.components.map((component) => component.ordinal);

describe("a package's components", () => {
  test("are listed from any ordinal, with what is known of each", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(250));
    await world.finish();
    const page = await json(`/api/v1/packages/${id}/components?from=120&limit=3`);
    expect(page.total).toBe(250);
    expect(page.next).toBe(123);
    expect(page.components[0]).toMatchObject({ ordinal: 120, name: "file-120.txt", kind: "text", status: "done" });
  });

  test("are told apart by the tally tree: failed and missing ones are found without reading the others", async () => {
    const { world, json } = setUp();
    const id = await world.submit(
      "a.zip",
      files(230, (n) => (n % 100 === 7 ? `POISON ${n}` : `fine ${n}`)),
    );
    await world.step(["intake"]);
    const missing = await json(`/api/v1/packages/${id}/components?status=missing&limit=2`);
    expect(missing).toMatchObject({ total: 230, next: 2 });
    await world.finish();
    await world.cloud.clock.advance(1_000);
    expect(ordinals(await json(`/api/v1/packages/${id}/components?status=failed`))).toEqual([7, 107, 207]);
    expect((await json(`/api/v1/packages/${id}/components?status=missing`)).total).toBe(0);
    expect((await json(`/api/v1/packages/${id}/components?status=done`)).total).toBe(227);
  });

  test("show their tasks with outcome, estimate, retries and results", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", [
      { name: "secrets.log", text: "ERROR one\npassword=x\nmail anna@example.org" },
      { name: "flaky.log", text: "FLAKY" },
    ]);
    await world.finish();
    const good = await json(`/api/v1/packages/${id}/components/0`);
    expect(good.tasks.map((task: { pass: string; outcome: string }) => [task.pass, task.outcome])).toEqual([
      ["patterns", "succeeded"],
      ["entities", "succeeded"],
    ]);
    const [patterns, entities] = good.tasks;
    expect(patterns.counts).toEqual({ findings: 2, entities: 0 });
    expect(patterns.output.findings).toMatchObject([
      { severity: "low", line: 1 },
      { severity: "high", line: 2 },
    ]);
    expect(entities.output.entities).toMatchObject([{ kind: "email", value: "anna@example.org" }]);
    const bad = await json(`/api/v1/packages/${id}/components/1`);
    expect(bad).toMatchObject({ status: "failed" });
    expect(bad.tasks[0]).toMatchObject({ outcome: "failed", error: { message: "The index was not ready" } });
    expect(bad.tasks[0].attempts.count).toBeGreaterThan(1);
  });

  test("that do not exist are not found, and a name that is none is refused", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(2));
    await world.finish();
    await json(`/api/v1/packages/${id}/components/2`, 404);
    await json(`/api/v1/packages/${id}/components/0%2Funpack%2F1`, 404);
    await json(`/api/v1/packages/${id}/components/..%2F..%2Fsecret`, 400);
  });

  test("are filtered by kind and part of the name, together with their status", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", [
      ...files(120, (n) => (n === 11 ? "POISON" : `fine ${n}`)),
      { name: "Mail/Inbox-11.eml", kind: "mail", text: "hello" },
    ]);
    await world.finish();
    const find = async (query: string) => (await json(`/api/v1/packages/${id}/components?${query}`)) as never;
    expect(ordinals(await find("kind=mail"))).toEqual([120]);
    expect(await find("name=-11")).toMatchObject({ total: 12 });
    expect(ordinals(await find("name=INBOX"))).toEqual([120]);
    expect(ordinals(await find("name=-11&status=failed"))).toEqual([11]);
    expect(await find("name=-11&limit=2")).toMatchObject({ next: 111 });
    expect(ordinals(await find("name=-11&skip=10"))).toEqual([119, 120]);
    expect(ordinals(await find("kind=text&skip=60&limit=2"))).toEqual([60, 61]);
    expect(await find("kind=text&skip=120")).toEqual({ components: [], total: 120 });
    expect(await find("kind=video")).toEqual({ components: [], total: 0 });
    expect((await json(`/api/v1/packages/${id}/component-kinds`)).kinds).toEqual({ text: 120, mail: 1 });
  });

  test("keep what a redrive did not run again: its other results, and its other failures", async () => {
    const { world, json, post } = setUp({}, { choreography: notesWith() });
    const defect = { kind: "encrypted-entry", message: "locked" };
    const id = await world.submit("a.zip", [
      { name: "both.log", text: "POISON anna@example.org", defect },
      { name: "one.log", text: "POISON" },
    ]);
    await world.finish();
    const { groups } = await json(`/api/v1/packages/${id}/failures`);
    const { fingerprint } = groups.find((group: { error: { kind: string } }) => group.error.kind === "unreadable-text");
    // The text can be read now.
    const patterns = world.pipeline.passes.get("patterns");
    (world.pipeline.passes as Map<string, unknown>).set("patterns", {
      ...patterns,
      load: async () => async () => ({}),
    });
    await post(`/api/v1/packages/${id}/redrive`, { selection: { fingerprint } }, 202);
    await world.finish();
    await world.cloud.clock.advance(1_000);
    const both = await json(`/api/v1/packages/${id}/components/0`);
    expect(both.status).toBe("failed");
    expect(both.tasks.map((task: { pass: string; outcome: string }) => `${task.pass} ${task.outcome}`)).toEqual([
      "patterns succeeded",
      "entities succeeded",
      "extract failed",
    ]);
    expect(both.tasks[1].output.entities).toHaveLength(1);
    expect((await json(`/api/v1/packages/${id}/components/1`)).status).toBe("done");
    expect(ordinals(await json(`/api/v1/packages/${id}/components?status=failed`))).toEqual([0]);
  });
});
