import { describe, expect, it } from "vitest";
import { defineChoreography } from "../../src/choreography/define-choreography.ts";
import { definePass } from "../../src/choreography/define-pass.ts";
import { keys } from "../../src/ids.ts";
import { why } from "../../src/stages/watch/why.ts";
import { deliver, lines, outcomeOf, shouting } from "../drive.ts";

describe("a classification that names a pass that does not exist", () => {
  it.each([
    [["shoutin"], '; did you mean "shouting"?'],
    [["shouting", "ocr"], '; known are "shouting"'],
  ])("as the rule %j is refused when the choreography is defined, and so loses no work", (passes, hint) => {
    const define = () =>
      defineChoreography({
        name: "test",
        decompose: lines,
        passes: [shouting],
        classify: [
          { name: "big", minBytes: 1000 },
          { name: "all", passes },
        ],
      });
    expect(define).toThrow(TypeError);
    expect(define).toThrow(`Choreography "test": classify[1]: rule "all" names the pass "${passes.at(-1)}"${hint}`);
  });

  it.each([
    [{ name: "all", route: "lambda" }, "route"],
    [{ name: "all", weight: 2 }, "weight"],
    [{ name: "all", pases: [] }, "pases"],
    [{ passes: [] }, "name"],
  ])("or a rule of another kind, %j, is refused with its place", (rule, place) => {
    const define = () =>
      defineChoreography({ name: "test", decompose: lines, passes: [shouting], classify: [rule as never] });
    expect(define).toThrow('Choreography "test": classify');
    expect(define).toThrow(place);
  });

  it("as a function's answer fails that component visibly, and no other (I1, I6)", async () => {
    const classify = ({ bytes }: { bytes: number }) => (bytes > 5 ? { passes: ["shoutin"] } : {});
    const { cloud, pipeline, row } = await deliver("FIRE\nlong line\nWATER", { classify });
    expect(row).toMatchObject({ state: "partial", totals: { succeeded: 2, failed: 1, counts: { findings: 2 } } });
    const { failures } = await outcomeOf(cloud, row.id);
    expect(failures).toEqual({
      total: 1,
      first: [
        {
          component: "1",
          name: "1",
          pass: "classify",
          outcome: "failed",
          error: { kind: "unknown-pass", message: 'classify names the pass "shoutin"; did you mean "shouting"?' },
        },
      ],
    });
    const info = await cloud.objects.head(keys.component(row.id, "1"));
    expect(info?.metadata.state).toBe("failed");
    expect((await why(pipeline, row.id))?.missingTasks).toBe(0);
  });

  it("or a route fails that component visibly too", async () => {
    const { cloud, row } = await deliver("FIRE", { classify: () => ({ route: "lambda" }) });
    expect(row.state).toBe("failed");
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure?.error).toEqual({
      kind: "unknown-route",
      message: 'classify names the route "lambda"; known are "function", "worker"',
    });
  });
});

describe("a function classify whose answer cannot be used", () => {
  it.each([
    ["a promise", async () => ({ passes: [] }), "invalid-classification", "it must not be async"],
    ["nothing", () => undefined, "invalid-classification", "classify must return { passes, route, weight }"],
    ["a misspelt option", () => ({ pases: [] }), "invalid-classification", "pases"],
    ["one name in place of a list", () => ({ passes: "shouting" }), "invalid-classification", "passes"],
    ["a weight that is not a number", () => ({ weight: Number.NaN }), "invalid-classification", "weight"],
    [
      "an error",
      () => {
        throw new Error("no table");
      },
      "classify-failed",
      "classify threw: no table",
    ],
  ])("as it gives %s, fails the component with the reason and is not tried again", async (_, classify, kind, why) => {
    const { cloud, row } = await deliver("FIRE", { classify: classify as () => object });
    expect(row.state).toBe("failed");
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure).toMatchObject({ pass: "classify", error: { kind, message: expect.stringContaining(why) } });
  });
});

describe("a choreography that lost a pass between two deployments", () => {
  it("fails the pass's queued tasks visibly (I1)", async () => {
    const { cloud, row } = await deliver("FIRE", {}, (pipeline) => ({ ...pipeline, passes: new Map() }));
    expect(row.state).toBe("failed");
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure).toMatchObject({ pass: "shouting", error: { kind: "unknown-pass" } });
  });
});

describe("a component that more than sixteen passes take", () => {
  const passes = Array.from({ length: 17 }, (_, at) =>
    definePass({ name: `p${at}`, version: 1, accepts: ({ bytes }) => at === 0 || bytes > 5, run: () => 1 }),
  );

  it("fails visibly as its classification, and no other component with it (I1, I6)", async () => {
    const { cloud, row } = await deliver("FIRE\nlong line", { passes, counts: [] });
    expect(row).toMatchObject({ state: "partial", totals: { succeeded: 1, failed: 1 } });
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure).toMatchObject({ component: "1", pass: "classify", error: { kind: "plan-too-large" } });
    expect(failure?.error?.message).toContain("17 tasks for one component; a plan holds at most 16");
  });
});
