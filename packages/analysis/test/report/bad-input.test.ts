import { Fold, finishRound, gather, readComponents } from "@torrent/core/reducing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PassOutput } from "../../src/analysis-pass.ts";
import { renderHtml } from "../../src/render/html/page.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { cut } from "../../src/report/bounded.ts";
import { reducer } from "../../src/report/reducer.ts";
import type { Report } from "../../src/report/schema.ts";
import { deliver, passOf, reportOf, textOf } from "./deliver.ts";

type Delivered = Awaited<ReturnType<typeof deliver>>;

/** The report as aggregation would make it now; `planned` as if the plan had asked for that version. */
const rebuilt = async ({ cloud, pipeline, row }: Delivered, planned?: number): Promise<Report> => {
  const components = await gather(cloud, row.id, 1);
  if (planned !== undefined)
    for (const { tasks } of components)
      for (const gathered of tasks) gathered.task = { ...gathered.task, version: planned };
  const fold = new Fold(pipeline, reducer);
  for await (const _ of readComponents(pipeline, fold, components));
  const cost = { parts: [], usd: 0, choreographyUsd: 0, stepFunctionsUsd: 0 };
  await finishRound(pipeline, row, fold, reducer, { startedAt: 0, finishedAt: 0 }, cost);
  return reportOf(cloud, row.id);
};

const resultKeys = async ({ cloud }: Delivered): Promise<string[]> =>
  (await cloud.objects.list("results/")).objects.map(({ key }) => key);

const saying = (output: PassOutput) => passOf("shouting", async () => output);

describe("a report", () => {
  it("counts a task whose result is gone as failed, and says so", async () => {
    const done = await deliver("FIRE");
    for (const key of await resultKeys(done)) await done.cloud.objects.delete(key);
    const report = await rebuilt(done);
    expect(report).toMatchObject({ status: "failed", tasks: { expected: 1, succeeded: 0, failed: 1 } });
    expect(report.defects).toMatchObject({ total: 1, first: [{ component: "0", kind: "missing-result" }] });
    expect(report.failures.first[0]?.error?.kind).toBe("missing-result");
    expect(report).toMatchObject({ passes: {}, passesWithoutResult: { shouting: 1 } });
    for (const rendered of [renderHtml(report), renderMarkdown(report)]) expect(rendered).toContain("no result");
  });

  it.each([
    ["is not JSON", "{"],
    [
      "fails its schema",
      JSON.stringify({ v: 2, pass: "shouting", version: 1, output: { findings: [{ severity: "awful" }] } }),
    ],
    ["belongs to another pass", JSON.stringify({ v: 2, pass: "whispering", version: 1 })],
  ])("names a result that %s", async (_, body) => {
    const done = await deliver("FIRE\nquiet");
    const [key = ""] = await resultKeys(done);
    await done.cloud.objects.put(key, new TextEncoder().encode(body));
    const report = await rebuilt(done);
    expect(report).toMatchObject({ status: "partial", tasks: { expected: 2, succeeded: 1, failed: 1 } });
    expect(report.defects).toMatchObject({ total: 1, first: [{ kind: "malformed-result" }] });
    expect(report.defects?.first[0]?.message).toContain(key);
  });

  it("takes the result of an older pass version, and says that it is old", async () => {
    const report = await rebuilt(await deliver("FIRE"), 2);
    expect(report).toMatchObject({ status: "complete", findings: { total: 1 }, passes: { shouting: 1 } });
    expect(report.defects).toMatchObject({ total: 1, first: [{ kind: "outdated-result" }] });
  });

  it("says how many results a limit of their pass cut", async () => {
    const done = await deliver("A\nB", { passes: [saying({ truncated: true })] });
    const report = await rebuilt(done);
    expect(report.limited).toEqual({ shouting: 2 });
    expect(renderHtml(report)).toContain("The lists of 2 results were cut at the limit of their pass (shouting 2)");
    expect(renderMarkdown(report)).toContain("The lists of 2 results were cut");
    expect(renderHtml(await rebuilt(await deliver("A")))).not.toContain("were cut at");
  });

  it("cuts a megabyte of context", async () => {
    const huge = "😀".repeat(500_000);
    const finding = { rule: huge, title: huge, severity: "low" as const, context: huge, tags: [huge] };
    const { cloud, row } = await deliver("A", { passes: [saying({ findings: [finding] })] });
    expect(Buffer.byteLength(await textOf(cloud, row.id, "findings.ndjson"))).toBeLessThan(5_000);
  });

  it("finds and scores the same, in whatever order the components come", async () => {
    const words = ["FIRE", "all quiet", "WATER and FIRE", "STORM", "calm"];
    const seen = async (order: readonly string[]) => {
      const report = await rebuilt(await deliver(order.join("\n")));
      return { titles: report.findings.top.map(({ title }) => title).sort(), priority: report.priority };
    };
    const expected = await seen(words);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(words, { minLength: words.length }), async (order) => {
        expect(await seen(order)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});

it("a cut text is never longer than its limit, and well-formed if it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
      const kept = cut(text, limit);
      expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 0));
      expect(kept.isWellFormed()).toBe(true);
    }),
  );
});
