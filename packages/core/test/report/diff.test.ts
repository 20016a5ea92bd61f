import { expect, it } from "vitest";
import { factor, score } from "../../src/priority/score.ts";
import { diffReports } from "../../src/report/diff.ts";
import { finding, withFindings } from "./sample-report.ts";

it("a report differs from itself by nothing", async () => {
  const report = await withFindings([finding(), finding()]);
  expect(diffReports(report, report)).toMatchObject({
    score: { change: 0 },
    factors: [],
    findings: { new: [], gone: [] },
    whole: true,
  });
});

it("a diff tells new findings, gone ones, and what moved the score", async () => {
  const a = await withFindings([finding(), finding({ title: "WATER" })]);
  const b = { ...(await withFindings([finding(), finding(), finding({ title: "STORM" })])), revision: 2 };
  a.priority = score([factor("severity", 0.4)]);
  b.priority = score([factor("severity", 0.8), factor("kind", 1)]);
  const diff = diffReports(a, b);
  expect(diff).toMatchObject({ from: 1, to: 2, score: { from: 14, to: 38, change: 24 } });
  expect(diff.findings.new.map(({ title }) => title)).toEqual(["FIRE", "STORM"]);
  expect(diff.findings.gone.map(({ title }) => title)).toEqual(["WATER"]);
  expect(diff.factors).toEqual([
    { name: "severity", from: 14, to: 28 },
    { name: "kind", from: 0, to: 10 },
  ]);
});

it("a diff of reports that list only their worst findings says that it is not whole", async () => {
  const report = await withFindings([finding()]);
  report.findings.total = 2;
  expect(diffReports(report, report).whole).toBe(false);
});
