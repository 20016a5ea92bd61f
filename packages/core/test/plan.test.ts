import { describe, expect, it } from "vitest";
import { defineChoreography } from "../src/choreography/define-choreography.ts";
import { type AnyPass, definePass } from "../src/choreography/define-pass.ts";
import type { ComponentFacts } from "../src/component.ts";
import { whole } from "../src/decomposers/whole.ts";
import { assertPlan, ready, topological } from "../src/plan.ts";
import type { Factor } from "../src/priority/score.ts";
import { defaultPriority } from "../src/priority/table.ts";
import { planFor as planUnder, route } from "../src/stages/classify/plan-for.ts";
import type { ClassificationRule } from "../src/stages/classify/rule.ts";
import { declaredFactors } from "../src/stages/intake/declared.ts";
import { samplePlan } from "./sample-plan.ts";

type Rules = readonly ClassificationRule[];

const pass = (name: string, after: AnyPass[] = [], kinds?: string[], afterIfPlanned: AnyPass[] = []): AnyPass =>
  definePass({
    name,
    version: 1,
    after,
    afterIfPlanned,
    accepts: (component) => kinds?.includes(component.kind) ?? true,
    estimate: ({ bytes }) => ({ seconds: bytes / 1e6, memoryMB: 128 }),
    run: async () => ({}),
  });

/** The plan in a choreography of these passes. */
const planFor = (
  facts: ComponentFacts,
  passes: readonly AnyPass[],
  { classify = [], factors = [] }: { classify?: Rules; factors?: Factor[] } = {},
) => planUnder("0", facts, defineChoreography({ name: "test", decompose: whole("text"), passes, classify }), factors);

const component: ComponentFacts = { name: "a.txt", kind: "text", bytes: 10, sha256: "0".repeat(64) };

describe("a plan", () => {
  it("orders passes after those they read", () => {
    const a = pass("a");
    const b = pass("b", [a]);
    const names = topological([pass("c", [b]), b, a]).map(({ name }) => name);
    expect(names).toEqual(["a", "b", "c"]);
  });

  it("names the ring that passes form", () => {
    const ring = [
      { name: "a", after: ["b"], afterIfPlanned: [] },
      { name: "b", after: ["a"], afterIfPlanned: [] },
    ];
    expect(() => topological(ring)).toThrow("a → b → a");
  });

  it("is refused when a chain is deeper than Lambda's recursion guard allows", () => {
    const chain: AnyPass[] = [];
    for (let depth = 0; depth < 9; depth += 1) chain.push(pass(`p${depth}`, chain.slice(-1)));
    expect(() => topological(chain)).toThrow("9 passes deep");
  });

  it("is refused when a task comes after itself or a later one", () => {
    expect(() => assertPlan(samplePlan("0", 2, [[1]]))).toThrow("Task 0 (t0) comes after task 1");
  });

  it("releases a task when all that it waits for is settled, and skips it when one of them left no result", () => {
    const plan = samplePlan("0", 4, [[], [0], [0], [1, 2]]);
    const receipts = (...entries: [number, "succeeded" | "failed"][]) =>
      new Map(entries.map(([child, outcome]) => [child, { outcome }]));
    expect(ready(plan, receipts())).toEqual({ run: [0], skip: [] });
    expect(ready(plan, receipts([0, "succeeded"]))).toEqual({ run: [1, 2], skip: [] });
    expect(ready(plan, receipts([0, "succeeded"], [1, "failed"], [2, "succeeded"]))).toEqual({ run: [], skip: [3] });
  });

  it("keeps an edge only to passes that are in it too", () => {
    const text = pass("pdf-text", [], ["pdf"]);
    const passes = [text, pass("patterns", [], undefined, [text])];
    expect(planFor(component, passes).tasks).toMatchObject([{ pass: "patterns", after: [] }]);
    const both = planFor({ ...component, kind: "pdf" }, passes);
    expect(both.tasks.map(({ pass: name, after }) => [name, after])).toEqual([
      ["pdf-text", []],
      ["patterns", [0]],
    ]);
  });

  it("leaves a pass out whose input no pass makes for the component", () => {
    const text = pass("pdf-text", [], ["pdf"]);
    const passes = [text, pass("patterns", [text])];
    expect(planFor(component, passes).tasks).toEqual([]);
    expect(planFor({ ...component, kind: "pdf" }, passes).tasks).toHaveLength(2);
  });

  it("is empty for an empty component, and holds a failed extract for one that could not be opened", () => {
    const passes = [pass("patterns")];
    expect(planFor({ ...component, bytes: 0 }, passes).tasks).toEqual([]);
    const defect = { kind: "encrypted-entry", message: "secret.txt is encrypted" };
    expect(planFor({ ...component, bytes: 0, defect }, passes).tasks).toMatchObject([{ pass: "extract", defect }]);
  });

  it("follows the first rule that fits the component", () => {
    const passes = [pass("patterns"), pass("entities")];
    const classify = [
      { name: "big", minBytes: 1000, route: "worker" as const },
      { name: "text", kinds: ["text"], passes: ["entities"] },
    ];
    expect(planFor(component, passes, { classify }).tasks).toMatchObject([{ pass: "entities", route: "function" }]);
    expect(planFor({ ...component, bytes: 2000 }, passes, { classify }).tasks).toMatchObject([
      { route: "worker" },
      { route: "worker" },
    ]);
  });
});

describe("routing", () => {
  it("sends to a function what takes under five minutes and under 3 GB, and the rest to a worker", () => {
    expect(route({ seconds: 299.9, memoryMB: 2999 })).toBe("function");
    expect(route({ seconds: 300, memoryMB: 100 })).toBe("worker");
    expect(route({ seconds: 1, memoryMB: 3000 })).toBe("worker");
  });

  it("takes the urgent lane for what was declared urgent", () => {
    const laneFor = (urgency: string, kind = "text") => {
      const { factors } = declaredFactors({ urgency }, defaultPriority);
      return planFor({ ...component, kind }, [pass("patterns")], { factors }).tasks[0]?.lane;
    };
    expect(laneFor("critical")).toBe("urgent");
    expect(laneFor("high")).toBe("urgent");
    expect(laneFor("normal", "executable")).toBe("standard");
    expect(laneFor("low")).toBe("standard");
  });
});

describe("definePass", () => {
  it("refuses a name or a version that could not stand in a result's key", () => {
    expect(() => pass("../x")).toThrow('"../x"');
    expect(() => definePass({ name: "a", version: 0, run: async () => ({}) })).toThrow("version 0");
  });

  it("refuses a choreography in which a pass reads one that is missing", () => {
    expect(() => planFor(component, [pass("a", [pass("b")])])).toThrow('"a" comes after "b"');
  });
});
