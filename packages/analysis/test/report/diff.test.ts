import { type Factor, factor, keys, score } from "@torrent/core/unstable";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryCloud } from "../../../core/src/testing/memory/index.ts";
import { severities } from "../../src/findings.ts";
import { priorityTable } from "../../src/priority/table.ts";
import { Balance } from "../../src/report/balance.ts";
import { diffReports } from "../../src/report/diff.ts";
import { diffFindings } from "../../src/report/finding-diff.ts";
import { findingLine } from "../../src/report/finding-lines.ts";
import type { ReportFinding } from "../../src/report/schema.ts";
import { finding, withFindings } from "./sample-report.ts";

const bytesOf = (findings: readonly ReportFinding[]): Uint8Array =>
  new TextEncoder().encode(findings.map((found) => `${findingLine(found)}\n`).join(""));

/** Two revisions of one package whose findings are stored. */
const revisions = async (first: ReportFinding[], second: ReportFinding[]) => {
  const { objects } = memoryCloud();
  const [a, b] = [await withFindings(first), { ...(await withFindings(second)), revision: 2 }];
  await objects.put(keys.resultFile(a.package.id, 1, "findings.ndjson"), bytesOf(first));
  await objects.put(keys.resultFile(a.package.id, 2, "findings.ndjson"), bytesOf(second));
  return { objects, a, b };
};

it("a report differs from itself by nothing", async () => {
  const same = [finding(), finding()];
  const { objects, a, b } = await revisions(same, same);
  expect(await diffReports(objects, a, b)).toMatchObject({
    score: { change: 0 },
    factors: [],
    findings: { new: { total: 0, listed: [] }, gone: { total: 0, listed: [] } },
  });
});

it("a diff tells new findings, gone ones, and what moved the score", async () => {
  const { objects, a, b } = await revisions(
    [finding(), finding({ title: "WATER" })],
    [finding({ score: 9 }), finding(), finding({ title: "STORM", severity: "high" })],
  );
  const rank = (...factors: Factor[]) => score(factors, priorityTable);
  const worth = (name: string, value: number) => factor(name, value, undefined, priorityTable);
  a.priority = rank(worth("severity", 0.4));
  b.priority = rank(worth("severity", 0.8), worth("kind", 1));
  const diff = await diffReports(objects, a, b);
  expect(diff).toMatchObject({ from: 1, to: 2, score: { from: 14, to: 38, change: 24 } });
  expect(diff.findings.new.listed.map(({ title }) => title)).toEqual(["STORM", "FIRE"]);
  expect(diff.findings.new.bySeverity).toEqual({ high: 1, medium: 1 });
  expect(diff.findings.gone.listed.map(({ title }) => title)).toEqual(["WATER"]);
  expect(diff.factors).toEqual([
    { name: "severity", from: 14, to: 28 },
    { name: "kind", from: 0, to: 10 },
  ]);
});

it("all findings are compared, those too that no report lists, and the gravest of many changes are listed", async () => {
  const many = Array.from({ length: 400 }, (_, start) =>
    finding({ start, severity: start === 399 ? "critical" : "low" }),
  );
  const { objects, a, b } = await revisions(many.slice(0, 150), many);
  b.findings.top = [];
  const { findings } = await diffReports(objects, a, b);
  expect(findings.new).toMatchObject({ total: 250, bySeverity: { low: 249, critical: 1 } });
  expect(findings.new.listed).toHaveLength(100);
  expect(findings.new.listed[0]).toMatchObject({ start: 399 });
  expect(findings.gone.total).toBe(0);
});

it("a balance counts each of many keys by itself, also those that fall into one slot", () => {
  const balance = new Balance();
  const keyOf = (n: number): [number, number] => [(n % 7) * 4096, n];
  for (let n = 0; n < 5000; n += 1) balance.add(...keyOf(n), (n % 5) - 2);
  for (let n = 0; n < 5000; n += 1) expect(balance.get(...keyOf(n))).toBe((n % 5) - 2);
  expect([balance.sum(1), balance.sum(-1)]).toEqual([3000, 3000]);
  expect(balance.get(1, 1)).toBe(0);
});

describe("findings of two revisions", () => {
  const some = fc.array(
    fc
      .record({ start: fc.nat(30), title: fc.constantFrom("A", "B"), severity: fc.constantFrom(...severities) })
      .map(finding),
    { maxLength: 60 },
  );
  const placed = ({ start, title }: ReportFinding): string => `${title} ${start}`;
  /** Those of `a` that `b` does not hold, by place and title; the second of two alike too. */
  const without = (a: readonly ReportFinding[], b: readonly ReportFinding[]): string[] => {
    const left = b.map(placed);
    return a.map(placed).filter((one) => {
      const at = left.indexOf(one);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const opened = (findings: readonly ReportFinding[]) => async () =>
    (async function* () {
      const bytes = bytesOf(findings);
      for (let at = 0; at < bytes.length; at += 97) yield bytes.subarray(at, at + 97);
    })();

  it("differ by the same, in whatever order they stand and however few lines wait for their like", async () => {
    await fc.assert(
      fc.asyncProperty(some, some, fc.constantFrom(0, 2, 1000), async (a, b, window) => {
        const diff = await diffFindings(opened(a), opened(b), window);
        expect(diff.new.listed.map(placed).toSorted()).toEqual(without(b, a).toSorted());
        expect(diff.gone.listed.map(placed).toSorted()).toEqual(without(a, b).toSorted());
        expect(diff.new.total - diff.gone.total).toBe(b.length - a.length);
      }),
      { numRuns: 40 },
    );
  });
});
