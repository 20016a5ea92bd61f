import { describe, expect, it } from "vitest";
import type { ComponentFacts } from "../src/component.ts";
import { definePass, registry } from "../src/pass.ts";
import { assertPlan, ready, topological } from "../src/plan.ts";
import { planFor, route } from "../src/stages/classify/plan-for.ts";
import { declaredFactors } from "../src/stages/intake/declared.ts";
import { samplePlan } from "./sample-plan.ts";

const pass = (name: string, after: string[] = [], kinds?: string[]) =>
  definePass({
    name,
    version: 1,
    after,
    accepts: (component) => kinds?.includes(component.kind) ?? true,
    estimate: ({ bytes }) => ({ seconds: bytes / 1e6, memoryMB: 128 }),
    run: async () => ({}),
  });

const component: ComponentFacts = { name: "a.txt", kind: "text", bytes: 10, sha256: "0".repeat(64) };

describe("a plan", () => {
  it("orders passes after those they read", () => {
    const names = topological([pass("c", ["b"]), pass("b", ["a"]), pass("a")]).map((one) => one.name);
    expect(names).toEqual(["a", "b", "c"]);
  });

  it("names the ring that passes form", () => {
    expect(() => topological([pass("a", ["b"]), pass("b", ["a"])])).toThrow("a → b → a");
  });

  it("is refused when a chain is deeper than Lambda's recursion guard allows", () => {
    const chain = Array.from({ length: 9 }, (_, i) => pass(`p${i}`, i === 0 ? [] : [`p${i - 1}`]));
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
    const passes = registry([pass("pdf-text", [], ["pdf"]), pass("patterns", ["pdf-text"])]);
    expect(planFor("0", component, passes, [], []).tasks).toMatchObject([{ pass: "patterns", after: [] }]);
    const both = planFor("0", { ...component, kind: "pdf" }, passes, [], []);
    expect(both.tasks.map(({ pass: name, after }) => [name, after])).toEqual([
      ["pdf-text", []],
      ["patterns", [0]],
    ]);
  });

  it("is empty for an empty component, and holds a failed extract for one that could not be opened", () => {
    const passes = registry([pass("patterns")]);
    expect(planFor("0", { ...component, bytes: 0 }, passes, [], []).tasks).toEqual([]);
    const defect = { kind: "encrypted-entry", message: "secret.txt is encrypted" };
    expect(planFor("0", { ...component, bytes: 0, defect }, passes, [], []).tasks).toMatchObject([
      { pass: "extract", defect },
    ]);
  });

  it("follows the first rule that fits the component", () => {
    const passes = registry([pass("patterns"), pass("entities")]);
    const rules = [
      { name: "big", minBytes: 1000, route: "worker" as const },
      { name: "text", kinds: ["text"], passes: ["entities"] },
    ];
    expect(planFor("0", component, passes, rules, []).tasks).toMatchObject([{ pass: "entities", route: "function" }]);
    expect(planFor("0", { ...component, bytes: 2000 }, passes, rules, []).tasks).toMatchObject([
      { route: "worker" },
      { route: "worker" },
    ]);
  });
});

describe("routing", () => {
  it("sends to Lambda what takes under five minutes and under 3 GB, and the rest to Fargate", () => {
    expect(route({ seconds: 299.9, memoryMB: 2999 })).toBe("function");
    expect(route({ seconds: 300, memoryMB: 100 })).toBe("worker");
    expect(route({ seconds: 1, memoryMB: 3000 })).toBe("worker");
  });

  it("takes the urgent lane for what was declared urgent", () => {
    const passes = registry([pass("patterns")]);
    const laneFor = (urgency: string, kind = "text") =>
      planFor("0", { ...component, kind }, passes, [], declaredFactors({ urgency }).factors).tasks[0]?.lane;
    expect(laneFor("critical")).toBe("urgent");
    expect(laneFor("high")).toBe("urgent");
    expect(laneFor("normal", "executable")).toBe("standard");
    expect(laneFor("low")).toBe("standard");
  });
});

describe("definePass", () => {
  it("refuses a name or a version that could not stand in a result's key", () => {
    expect(() => pass("../x")).toThrow('"../x"');
    expect(() => definePass({ ...pass("a"), version: 0 })).toThrow("version 0");
  });

  it("refuses a registry in which a pass reads one that is missing", () => {
    expect(() => registry([pass("a", ["b"])])).toThrow('"a" comes after "b"');
  });
});
