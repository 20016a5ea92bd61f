import { readFileSync } from "node:fs";
import { defineChoreography, estimateOf, limits, planFor, route } from "@torrent/core/unstable";
import { archives } from "@torrent/decompose";
import { kinds } from "@torrent/decompose/unstable";
import { describe, expect, it } from "vitest";
import { passes } from "../src/passes/index.ts";
import { priorityTable } from "../src/priority/table.ts";

const choreography = {
  name: "torrent",
  decompose: archives(),
  passes,
  counts: ["findings", "entities"] as const,
  priority: priorityTable,
};
const all = defineChoreography(choreography);
const component = (kind: string, bytes: number) => ({ name: `a.${kind}`, kind, bytes, sha256: "0".repeat(64) });
const MB = 1e6;

/** The first size, in steps of a tenth of a decade, from which a pass of the plan goes to a worker. */
const heavyFrom = (kind: string): { pass: string; bytes: number } | undefined => {
  for (let step = 0; step <= 50; step++) {
    const bytes = Math.round(MB * 10 ** (step / 10));
    if (bytes > limits.totalBytes) return undefined;
    const heavy = planFor("0", component(kind, bytes), all, []).tasks.find((task) => task.route === "worker");
    if (heavy) return { pass: heavy.pass, bytes };
  }
  return undefined;
};

const size = (bytes: number): string =>
  bytes >= 1e9 ? `${Number((bytes / 1e9).toPrecision(2))} GB` : `${Number((bytes / 1e6).toPrecision(2))} MB`;

const row = (kind: string): string => {
  const plan = planFor("0", component(kind, kind === "empty" ? 0 : 10 * MB), all, []);
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
          "function",
        );
    for (const kind of ["binary", "audio", "video"])
      for (const pass of passes)
        expect(route(estimateOf(pass, component(kind, limits.binarySliceBytes + 2 * limits.sliceOverlapBytes)))).toBe(
          "function",
        );
  });

  it("yields to the first rule of a choreography that fits", () => {
    const ruled = defineChoreography({
      ...choreography,
      classify: [
        { name: "large tables", kinds: ["csv"], minBytes: 50 * MB, route: "worker", passes: ["structure"] },
        { name: "tables", kinds: ["csv"], route: "function", passes: ["structure", "patterns"] },
      ],
    });
    const planned = (kind: string, bytes: number) =>
      planFor("0", component(kind, bytes), ruled, []).tasks.map(({ pass, route: to }) => [pass, to]);
    expect(planned("csv", 60 * MB)).toEqual([["structure", "worker"]]);
    expect(planned("csv", 40 * MB)).toEqual([
      ["structure", "function"],
      ["patterns", "function"],
    ]);
    expect(planned("log", 60 * MB).map(([pass]) => pass)).toEqual(["structure", "patterns", "entities"]);
  });
});
