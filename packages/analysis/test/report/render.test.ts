import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../src/render/html/page.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { visible } from "../../src/render/untrusted.ts";
import type { Report } from "../../src/report/schema.ts";
import { deliver, textOf } from "./deliver.ts";
import { finding, sampleReport, withFindings } from "./sample-report.ts";

const fanIn: NonNullable<Report["fanIn"]> = {
  required: 3,
  succeeded: 2,
  toleratedFailurePercent: 10,
  missing: 1,
  byPass: { shouting: 1 },
  couldBecome: { score: 77.7, band: "critical" },
};

describe("a rendered report", () => {
  it("is written beside report.json, under its revision", async () => {
    const { cloud, row } = await deliver("FIRE");
    for (const file of ["report.md", "report.html", "report.sarif"] as const) {
      expect(await textOf(cloud, row.id, file)).toContain("FIRE");
    }
  });

  it("shows score, findings, versions and what is missing", async () => {
    const report = await sampleReport();
    report.tasks = { ...report.tasks, succeeded: 2, failed: 1 };
    report.fanIn = fanIn;
    for (const text of [renderHtml(report), renderMarkdown(report)]) {
      expect(text).toContain(report.priority.score.toFixed(1));
      expect(text).toContain("1 result is missing");
      expect(text).toContain("shouting 1");
      expect(text).toContain("77.7");
      expect(text).toContain("2 of 3 required tasks succeeded");
      expect(text).toContain("FIRE");
      expect(text).toContain("shouting");
    }
  });

  it("marks in the context what the title names", async () => {
    const html = renderHtml(await withFindings([finding({ context: "a FIRE <b>" })]));
    expect(html).toContain("a <mark>FIRE</mark> &lt;b&gt;");
  });

  it("marks in the context what the pass says that it found, wherever it may claim it to be", async () => {
    const context = "a <b> FIRE & ü";
    const page = async (mark: [number, number]) => renderHtml(await withFindings([finding({ context, mark })]));
    expect(await page([2, 5])).toContain("a <mark>&lt;b&gt;</mark> FIRE");
    for (const absurd of [
      [5, 2],
      [-1, 3],
      [0, 99],
      [0.5, 2],
    ] as [number, number][])
      expect(await page(absurd)).toContain("<mark>FIRE</mark>");
  });

  it("lets nothing load or run, by its own policy", async () => {
    const html = renderHtml(await sampleReport());
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|style="|https?:/i);
  });

  it("holds no markup of the package's, wherever it comes from", async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror='a()'>`;
    const report = await withFindings([
      finding({ rule: hostile, title: hostile, name: hostile, pass: hostile, context: hostile }),
    ]);
    report.package = { ...report.package, name: hostile };
    report.entities.top = [{ kind: hostile, value: hostile, mentions: 1, components: 1, places: [] }];
    report.components = [{ ...report.components[0]!, name: hostile, failed: [hostile] }];
    report.failures = {
      total: 1,
      first: [
        { component: "0", name: hostile, pass: hostile, outcome: "failed", error: { kind: hostile, message: hostile } },
      ],
    };
    report.defects = {
      total: 1,
      first: [{ component: "0", name: hostile, pass: hostile, kind: hostile, message: hostile }],
    };
    report.warnings = [{ entry: hostile, message: hostile }];
    report.passes = { [hostile]: 1 };
    report.packs = { [hostile]: hostile };
    report.fanIn = { ...fanIn, missing: 1, byPass: { [hostile]: 1 } };
    report.timing.cost = {
      usd: 1,
      choreographyUsd: 1,
      stepFunctionsUsd: 1,
      parts: [{ name: hostile, usd: 1, of: hostile }],
    };
    const place = { component: "0", pass: hostile, line: 1 };
    const met = { ...place, rule: hostile, title: hostile, severity: "high" as const, name: hostile };
    const entity = { kind: hostile, value: hostile };
    report.correlations = {
      ...report.correlations,
      duplicates: [[hostile, hostile]],
      meetings: { total: 1, top: [{ around: "entity", entity, severity: "high", rules: 2, findings: [met] }] },
      nearDuplicates: { total: 1, top: [{ components: [{ ref: "0", name: hostile }], total: 1, similarity: 1 }] },
      timeline: {
        from: 0,
        to: 8.64e15,
        bucketMs: 1,
        buckets: [{ at: 0, mentions: 1, first: place }],
        eventCount: 1,
        events: [{ ...place, at: 0, what: hostile, title: hostile, name: hostile }],
      },
      outliers: {
        total: 1,
        top: [
          { component: "0", name: hostile, kind: hostile, feature: hostile, value: 1, typical: 1, of: 1, why: hostile },
        ],
      },
    };
    report.kinds = { [hostile]: 1 };
    report.priority.table = hostile;
    report.priority.factors = [{ name: hostile, value: 1, weight: 1, evidence: hostile }];
    const html = renderHtml(report);
    expect(html).not.toMatch(/<script|<img/);
    expect(renderMarkdown(report)).not.toMatch(/<script|<img/);
  });

  it("spells out ANSI escapes, bidirectional overrides and lone surrogates", () => {
    expect(visible("\u001b[31mred\u202Eexe.txt\ud800")).toBe("⟨U+001B⟩[31mred⟨U+202E⟩exe.txt\ufffd");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it("keeps every table row of Markdown on its line", async () => {
    const text = renderMarkdown(await withFindings([finding({ title: "a|b\n## c", context: "[x](javascript:1)" })]));
    expect(text).toContain("a\\|b \\#\\# c");
    expect(text).toContain("\\[x\\]\\(javascript:1\\)");
  });
});
