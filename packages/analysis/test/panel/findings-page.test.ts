import { memoryCloud } from "@torrent/core/testing/memory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Severity, severities } from "../../src/findings.ts";
import { type FindingPosition, findingSorts, findingsPage } from "../../src/panel/findings-page.ts";
import type { ReportFinding } from "../../src/report/index.ts";

const found = (severity: Severity, n: number): ReportFinding => ({
  ...{ rule: `rule-${n % 3}`, title: "x".repeat(n % 50), severity },
  ...{ pass: "patterns", component: String(n), name: `file-${n}` },
});
const grave = (finding: ReportFinding) => -severities.indexOf(finding.severity);

test("pages of findings lose none and repeat none, however much of the file one page may look through", async () => {
  const { objects } = memoryCloud();
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
          const options = { sort, limit, scanBytes, ...(at ? { from: at } : {}) };
          const page = await findingsPage(objects, "findings", { severity, rule: "rule-1" }, options);
          expect(page?.findings.length).toBeLessThanOrEqual(limit);
          read.push(...(page?.findings ?? []));
          at = page?.next;
        } while (at);
        const wanted = findings.filter((finding) => finding.rule === "rule-1" && severity.includes(finding.severity));
        expect(read).toEqual(sort === "component" ? wanted : wanted.toSorted((a, b) => grave(a) - grave(b)));
      },
    ),
  );
});

test("a position within a line is refused, not read", async () => {
  const { objects } = memoryCloud();
  await objects.put("findings", new TextEncoder().encode(`${JSON.stringify(found("low", 1))}\n`));
  const options = { sort: "component", limit: 10, from: { level: 0, at: 7 } } as const;
  expect(await findingsPage(objects, "findings", {}, options)).toBeUndefined();
});
