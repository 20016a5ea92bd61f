import { text } from "node:stream/consumers";
import { memoryCloud } from "@torrent/core/testing/memory";
import { keys, type ReportFinding, type Severity, severities } from "@torrent/core/unstable";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FindingPosition, findingSorts, findingsPage } from "../../src/api/reports/findings.ts";
import { files, setUp } from "../support/api.ts";

const line = (n: number) => `${n} ${n % 2 ? "ERROR upstream" : "password=x"}\nmail anna@example.org`;

describe("a report", () => {
  test("does not exist before its round has ended, and then is the stored one", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(4, line));
    await world.step(["intake"]);
    expect((await json(`/api/v1/packages/${id}/report`, 404)).detail).toMatch(/no report yet; its state is open/);
    await world.finish();
    const report = await json(`/api/v1/packages/${id}/report`);
    expect(report).toMatchObject({ revision: 1, status: "complete", findings: { total: 4 } });
    expect(report.correlations.sharedEntities[0]).toMatchObject({ value: "anna@example.org", components: 4 });
    expect((await json(`/api/v1/packages/${id}/report?revision=2`, 404)).detail).toMatch(/the latest is 1/);
  });

  test("lists all findings in pages, most severe first or in report order, with filters", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(30, line));
    await world.finish();
    const names = async (query: string): Promise<string[]> => {
      const all: { name: string }[] = [];
      let next: string | undefined;
      do {
        const page = await json(`/api/v1/packages/${id}/findings?${query}${next ? `&cursor=${next}` : ""}`);
        all.push(...page.findings);
        next = page.next;
      } while (next);
      return all.map((finding) => finding.name);
    };
    const inOrder = files(30).map((file) => file.name);
    const high = inOrder.filter((_, n) => n % 2 === 0);
    const low = inOrder.filter((_, n) => n % 2 === 1);
    for (const limit of [1, 7, 15, 29, 30, 100]) {
      expect(await names(`limit=${limit}`)).toEqual([...high, ...low]);
      expect(await names(`limit=${limit}&sort=component`)).toEqual(inOrder);
      expect(await names(`limit=${limit}&severity=low`)).toEqual(low);
      expect(await names(`limit=${limit}&severity=low,high,critical`)).toEqual([...high, ...low]);
    }
    expect(await names("severity=medium")).toEqual([]);
    const { next } = await json(`/api/v1/packages/${id}/findings?limit=3`);
    await json(`/api/v1/packages/${id}/findings?limit=3&sort=component&cursor=${next}`, 400);
    const count = async (query: string) => (await json(`/api/v1/packages/${id}/findings?${query}`)).findings.length;
    expect(await count("rule=error-line")).toBe(15);
    expect(await count("pass=entities")).toBe(0);
    expect(await count("text=FILE-12")).toBe(1);
    expect(await count("component=3")).toBe(1);
  });
});

test("pages of findings lose and repeat none, whatever the scan limit per page", async () => {
  const { objects } = memoryCloud();
  const found = (severity: Severity, n: number): ReportFinding => ({
    ...{ rule: `rule-${n % 3}`, title: "x".repeat(n % 50), severity },
    ...{ pass: "patterns", component: String(n), name: `file-${n}` },
  });
  const bySeverity = (finding: ReportFinding) => -severities.indexOf(finding.severity);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...severities), { maxLength: 40 }),
      fc.constantFrom(...findingSorts),
      fc.subarray([...severities], { minLength: 1 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 200, max: 2_000 }),
      async (all, sort, severity, limit, scanBytes) => {
        const findings = all.map(found);
        const text = findings.map((finding) => `${JSON.stringify(finding)}\n`).join("");
        await objects.put("findings", new TextEncoder().encode(text));
        const read: ReportFinding[] = [];
        let at: FindingPosition | undefined;
        do {
          const page = await findingsPage(
            objects,
            "findings",
            { severity, rule: "rule-1" },
            sort,
            limit,
            at,
            scanBytes,
          );
          expect(page.findings.length).toBeLessThanOrEqual(limit);
          read.push(...page.findings);
          at = page.next;
        } while (at);
        const wanted = findings.filter((finding) => finding.rule === "rule-1" && severity.includes(finding.severity));
        expect(read).toEqual(sort === "component" ? wanted : wanted.toSorted((a, b) => bySeverity(a) - bySeverity(b)));
      },
    ),
  );
});

test("redrives add revisions and leave the earlier ones unchanged", async () => {
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
  expect(revisions.map((entry: { revision: number }) => entry.revision)).toEqual([2, 1]);
  expect(await json(`/api/v1/packages/${id}/report?revision=1`)).toEqual(first);
  expect((await json(`/api/v1/packages/${id}/report`)).revision).toBe(2);
});

test("two revisions are compared by all of their findings, and the hundred most severe are listed", async () => {
  const { world, json, post } = setUp();
  const id = await world.submit(
    "a.zip",
    files(131, (n) => (n < 130 ? `ERROR ${n}` : "POISON")),
  );
  await world.finish();
  await post(`/api/v1/packages/${id}/redrive`, {}, 202);
  await world.finish();
  const { objects } = world.cloud;
  const stored = await text((await objects.get(keys.findings(id, 1)))?.body ?? expect.fail("no findings"));
  await objects.put(keys.findings(id, 1), new TextEncoder().encode(stored.split("\n").slice(120).join("\n")));
  const diff = await json(`/api/v1/packages/${id}/report-diff?from=1`);
  expect(diff).toMatchObject({ package: { id, name: "a.zip" }, from: 1, to: 2, findings: { gone: { total: 0 } } });
  expect(diff.findings.new).toMatchObject({ total: 120, bySeverity: { low: 120 } });
  expect(diff.findings.new.listed).toHaveLength(100);
  expect((await json(`/api/v1/packages/${id}/report-diff?from=2&to=1`)).findings.gone.total).toBe(120);
  expect((await json(`/api/v1/packages/${id}/report-diff?from=1&to=3`, 404)).detail).toMatch(/the latest is 2/);
});

describe("failures", () => {
  test("of the same kind form one group across files", async () => {
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
