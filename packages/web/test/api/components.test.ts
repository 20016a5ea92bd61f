import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

const ordinals = (page: { components: { ordinal: number }[] }) => page.components.map((one) => one.ordinal);

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
    expect(good.tasks.map((one: { pass: string; outcome: string }) => [one.pass, one.outcome])).toEqual([
      ["patterns", "succeeded"],
      ["entities", "succeeded"],
    ]);
    expect(good.findings.map((one: { severity: string; line: number }) => [one.severity, one.line])).toEqual([
      ["high", 2],
      ["low", 1],
    ]);
    expect(good.entities).toMatchObject([{ kind: "email", value: "anna@example.org" }]);
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
});
