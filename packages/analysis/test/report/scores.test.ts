import { pointsOf, TerminalError } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import type { Severity } from "../../src/findings.ts";
import { type Report, ReportFinding } from "../../src/report/schema.ts";
import { deliver, passOf, reportOf, textOf } from "./deliver.ts";

/** Says what each line says of itself: `critical card` is a critical finding and a card number; `fail` fails. */
const saying = passOf("saying", async ({ whole }) => {
  const words = new TextDecoder().decode(await whole()).split(" ");
  if (words.includes("fail")) throw new TerminalError("unreadable", "told to");
  const grave = words.filter((word): word is Severity => word === "critical" || word === "low");
  const value = words.find((word) => word.startsWith("card"));
  return {
    findings: grave.map((severity, line) => ({ rule: severity, title: severity, severity, line: line + 1 })),
    entities: value ? [{ kind: "payment-card", value, text: value, start: 0, end: 4, confidence: 1 }] : [],
    packs: { words: "v7" },
  };
});

const reportFor = async (text: string, metadata: Record<string, string> = {}): Promise<Report> => {
  const { cloud, row } = await deliver(text, { passes: [saying], metadata });
  return reportOf(cloud, row.id);
};

describe("the scores of a report", () => {
  it("never rank a finding above its component, nor a component above the package", async () => {
    const report = await reportFor("critical low low card1\nlow\ncritical critical card1\nquiet", { urgency: "high" });
    expect(report.findings.top).toHaveLength(6);
    for (const one of report.findings.top) {
      const component = report.components.find(({ ref }) => ref === one.component);
      expect(one.score).toBeGreaterThan(0);
      expect(one.score).toBeLessThanOrEqual(component?.score ?? 0);
    }
    for (const { score } of report.components) expect(score).toBeLessThanOrEqual(report.priority.score);
  });

  it("rank what is graver above what is not, and a component that names a card number above one that does not", async () => {
    const { findings, components } = await reportFor("critical\ncritical card1\nlow\nquiet");
    const of = (component: string) => findings.top.find((one) => one.component === component)?.score ?? 0;
    expect(of("0")).toBeGreaterThan(of("2"));
    // What else its file holds is not the finding's own.
    expect(of("1")).toBe(of("0"));
    const scores = components.map(({ score = 0 }) => score);
    expect(scores[1]).toBeGreaterThan(scores[0] ?? 0);
    expect(scores[2]).toBeGreaterThan(scores[3] ?? 0);
  });

  it("stand in every line of findings.ndjson, with factors in the report that add up to them", async () => {
    const { cloud, row } = await deliver("critical low card1\nlow", {
      passes: [saying],
      metadata: { urgency: "high" },
    });
    const lines = (await textOf(cloud, row.id, "findings.ndjson"))
      .trim()
      .split("\n")
      .map((line) => ReportFinding.parse(JSON.parse(line)));
    const { findings } = await reportOf(cloud, row.id);
    expect(lines).toHaveLength(3);
    for (const { severity, kind, score } of lines) {
      const why = findings.scores?.find((one) => one.severity === severity && one.kind === kind);
      expect(why?.score).toBe(score);
      expect(pointsOf(why!).reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score!, 9);
    }
    expect(findings.scores?.map(({ severity }) => severity)).toEqual(["critical", "low"]);
  });
});

it("a partial report says what decided that, what is missing and what the score could become", async () => {
  const report = await reportFor("low\nfail\nquiet", { "tolerate-failed-percent": "10" });
  expect(report.status).toBe("partial");
  expect(report.fanIn).toMatchObject({
    required: 3,
    succeeded: 2,
    toleratedFailurePercent: 10,
    missing: 1,
    byPass: { saying: 1 },
  });
  expect(report.fanIn?.couldBecome.score).toBeGreaterThan(report.priority.score);
});

it("a report names the packs that passes worked with, and estimates what it has cost", async () => {
  const { packs, timing } = await reportFor("low\nquiet");
  expect(packs).toEqual({ words: "v7" });
  expect(timing.cost?.usd).toBeGreaterThan(0);
  expect(timing.cost?.parts.find(({ name }) => name === "Lambda")?.of).toContain("5 invocations");
});
