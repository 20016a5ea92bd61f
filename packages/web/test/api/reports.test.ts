import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

const text = (n: number) => `${n} ${n % 2 ? "ERROR upstream" : "password=x"}\nmail anna@example.org`;

describe("a report", () => {
  test("is not there before its round ended, and then is the stored one", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(4, text));
    await world.step(["intake"]);
    expect((await json(`/api/v1/packages/${id}/report`, 404)).detail).toMatch(/no report yet; it is open/);
    await world.finish();
    const report = await json(`/api/v1/packages/${id}/report`);
    expect(report).toMatchObject({ revision: 1, status: "complete", findings: { total: 4 } });
    expect(report.correlations.sharedEntities[0]).toMatchObject({ value: "anna@example.org", components: 4 });
    expect((await json(`/api/v1/packages/${id}/report?revision=2`, 404)).detail).toMatch(/the last is 1/);
  });

  test("gives all its findings in pages, filtered by severity, pass, rule and text", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(30, text));
    await world.finish();
    const all: { name: string }[] = [];
    let next: string | undefined;
    do {
      const page = await json(`/api/v1/packages/${id}/findings?limit=7${next ? `&cursor=${next}` : ""}`);
      all.push(...page.findings);
      next = page.next;
    } while (next);
    expect(all.map((one) => one.name)).toEqual(files(30).map((one) => one.name));
    const count = async (query: string) => (await json(`/api/v1/packages/${id}/findings?${query}`)).findings.length;
    expect(await count("severity=high")).toBe(15);
    expect(await count("severity=low")).toBe(30);
    expect(await count("rule=error-line")).toBe(15);
    expect(await count("pass=entities")).toBe(0);
    expect(await count("text=FILE-12")).toBe(1);
    expect(await count("component=3")).toBe(1);
  });
});

test("revisions are added by redrives, and the earlier ones stay as they were", async () => {
  const { world, json, post } = setUp();
  const id = await world.submit(
    "a.zip",
    files(3, (n) => (n === 0 ? "POISON" : "fine")),
  );
  await world.finish();
  const first = await json(`/api/v1/packages/${id}/report`);
  await post(`/api/v1/packages/${id}/redrive`, {}, 202);
  await world.finish();
  const { revisions } = await json(`/api/v1/packages/${id}/reports`);
  expect(revisions.map((one: { revision: number }) => one.revision)).toEqual([2, 1]);
  expect(await json(`/api/v1/packages/${id}/report?revision=1`)).toEqual(first);
  expect((await json(`/api/v1/packages/${id}/report`)).revision).toBe(2);
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
    expect(groups.map((one: { error: { kind: string }; count: number }) => [one.error.kind, one.count])).toEqual([
      ["unreadable-text", 5],
      ["encrypted-entry", 1],
    ]);
    expect(groups[0].fingerprint).toMatch(/^[0-9a-f]{12}$/);
  });
});
