import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";
import { invoice, invoices } from "../support/invoices.ts";

const line = (n: number) => `${n} ${n % 2 ? "ERROR upstream" : "password=x"}\nmail anna@example.org`;

describe("an outcome", () => {
  test("is not there before its round ended, and then says what became of the package", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(4, line));
    await world.step(["intake"]);
    expect((await json(`/api/v1/packages/${id}/outcome`, 404)).detail).toMatch(/no outcome yet; its state is open/);
    await world.finish();
    expect(await json(`/api/v1/packages/${id}/outcome`)).toMatchObject({
      revision: 1,
      status: "complete",
      tasks: { expected: 8, succeeded: 8 },
      counts: { findings: 4, entities: 4 },
      kinds: { text: 4 },
      files: ["findings.ndjson", "report.html", "report.json", "report.md", "report.sarif"],
    });
    expect((await json(`/api/v1/packages/${id}/outcome?revision=2`, 404)).detail).toMatch(/the latest is 1/);
  });

  test("is the report of a choreography that writes none, and its report of one that does", async () => {
    const analysed = setUp();
    const first = await analysed.world.submit("a.zip", files(4, line));
    await analysed.world.finish();
    const report = await analysed.json(`/api/v1/packages/${first}/report`);
    expect(report).toMatchObject({ revision: 1, findings: { total: 4 } });
    const counted = setUp({}, { choreography: invoices });
    const second = await counted.world.submit("b.zip", [{ name: "1.json", text: invoice("DE", 500) }]);
    await counted.world.finish();
    const outcome = await counted.json(`/api/v1/packages/${second}/report`);
    expect(outcome).toMatchObject({ v: 1, result: { cents: 500 }, counts: { invoices: 1, lines: 1 } });
    expect(outcome).toEqual(await counted.json(`/api/v1/packages/${second}/outcome`));
  });

  test("gets a revision with each redrive, and the earlier ones stay as they were", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit(
      "a.zip",
      files(3, (n) => (n === 0 ? "POISON" : "fine")),
    );
    await world.finish();
    const first = await json(`/api/v1/packages/${id}/outcome`);
    await post(`/api/v1/packages/${id}/redrive`, {}, 202);
    await world.finish();
    const { revisions } = await json(`/api/v1/packages/${id}/reports`);
    expect(revisions.map((entry: { revision: number }) => entry.revision)).toEqual([2, 1]);
    expect(await json(`/api/v1/packages/${id}/outcome?revision=1`)).toEqual(first);
    expect((await json(`/api/v1/packages/${id}/outcome`)).revision).toBe(2);
  });
});

describe("failures", () => {
  test("of one kind are one group, whatever file they struck", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", [
      ...files(5, (n) => `POISON ${n}`),
      { name: "locked.pdf", text: "x", defect: { kind: "encrypted-entry", message: '"locked.pdf" is encrypted' } },
      { name: "fine.txt", text: "fine" },
    ]);
    await world.finish();
    const { total, groups } = await json(`/api/v1/packages/${id}/failures`);
    expect(total).toBe(6);
    expect(groups.map((group: { error: { kind: string }; count: number }) => [group.error.kind, group.count])).toEqual([
      ["unreadable-text", 5],
      ["encrypted-entry", 1],
    ]);
    expect(groups[0].fingerprint).toMatch(/^[0-9a-f]{12}$/);
  });
});
