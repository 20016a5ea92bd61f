import { readFileSync } from "node:fs";
import { estimateOf, limits, matchingRule, planFor, registry, route } from "@torrent/core/unstable";
import { kinds } from "@torrent/decompose";
import { describe, expect, it } from "vitest";
import { passes } from "../src/passes/index.ts";

const all = registry(passes);
const component = (kind: string, bytes: number) => ({ name: `a.${kind}`, kind, bytes, sha256: "0".repeat(64) });
const MB = 1e6;

/** The first size, in steps of a tenth of a decade, from which a pass of the plan goes to a worker. */
const heavyFrom = (kind: string): { pass: string; bytes: number } | undefined => {
  for (let step = 0; step <= 50; step++) {
    const bytes = Math.round(MB * 10 ** (step / 10));
    if (bytes > limits.totalBytes) return undefined;
    const heavy = planFor("0", component(kind, bytes), all, [], []).tasks.find((task) => task.route === "fargate");
    if (heavy) return { pass: heavy.pass, bytes };
  }
  return undefined;
};

const size = (bytes: number): string =>
  bytes >= 1e9 ? `${Number((bytes / 1e9).toPrecision(2))} GB` : `${Number((bytes / 1e6).toPrecision(2))} MB`;

const row = (kind: string): string => {
  const plan = planFor("0", component(kind, kind === "empty" ? 0 : 10 * MB), all, [], []);
  const chain = plan.tasks.map(({ pass, after }) => (after.length > 0 ? `→ ${pass}` : pass)).join(" ");
  const seconds = plan.tasks.map((task) => Number(task.seconds.toPrecision(2))).join(" / ");
  const heavy = kind === "empty" ? undefined : heavyFrom(kind);
  return `| \`${kind}\` | ${chain || "none"} | ${seconds || "–"} | ${heavy ? `${size(heavy.bytes)} (${heavy.pass})` : "–"} |`;
};

describe("the classification table", () => {
  it("stands in the documentation as the code has it", () => {
    const documented = readFileSync(new URL("../../../docs/classification.md", import.meta.url), "utf8");
    for (const kind of kinds) expect(documented).toContain(row(kind));
  });

  it("sends every slice of a huge file to a function", () => {
    for (const kind of ["text", "log", "csv", "json", "jsonl", "xml", "html", "yaml", "markdown", "source"])
      for (const pass of passes)
        expect(route(estimateOf(pass, component(kind, limits.sliceBytes + 2 * limits.sliceOverlapBytes)))).toBe(
          "lambda",
        );
    for (const kind of ["binary", "audio", "video"])
      for (const pass of passes)
        expect(route(estimateOf(pass, component(kind, limits.binarySliceBytes + 2 * limits.sliceOverlapBytes)))).toBe(
          "lambda",
        );
  });

  it("yields to the first rule of a deployment that fits", () => {
    const rules = [
      { name: "large tables", kinds: ["csv"], minBytes: 50 * MB, route: "fargate" as const, passes: ["structure"] },
      { name: "tables", kinds: ["csv"], route: "lambda" as const },
    ];
    expect(matchingRule(rules, component("csv", 60 * MB))?.name).toBe("large tables");
    expect(matchingRule(rules, component("csv", 40 * MB))?.name).toBe("tables");
    expect(matchingRule(rules, component("log", 60 * MB))).toBeUndefined();
    expect(planFor("0", component("csv", 60 * MB), all, rules, []).tasks).toMatchObject([
      { pass: "structure", route: "fargate", after: [] },
    ]);
  });
});
