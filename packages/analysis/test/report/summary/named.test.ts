import { describe, expect, it } from "vitest";
import { entitiesSeen } from "../../../src/correlate/entities.ts";
import { meetings } from "../../../src/correlate/meetings.ts";
import { ruleCounts, rulesSeen } from "../../../src/correlate/rules.ts";
import { entity, finding, sum } from "./made.ts";

describe("entities", () => {
  it("are shared by documents: the slices of one file are one", () => {
    const seen = entitiesSeen();
    const component = (ref: string, name: string, value: string) => ({
      ref,
      name,
      kind: "log",
      bytes: 1,
      sha256: ref,
      findings: [],
      entities: [{ pass: "look", entity: entity(value, Number(ref)) }],
      facts: [],
    });
    seen.add(component("0", "big.log", "own@x.org"));
    seen.add(component("1", "big.log", "own@x.org"));
    seen.add(component("0", "big.log", "both@x.org"));
    seen.add(component("2", "other.log", "both@x.org"));
    const named = seen.all();
    expect(named.map(({ value, components, documents }) => [value, components, documents.length])).toEqual([
      ["both@x.org", 2, 2],
      ["own@x.org", 2, 1],
    ]);
    expect(named[0]?.places).toEqual([
      { component: "0", pass: "look", start: 0, end: 5 },
      { component: "2", pass: "look", start: 2, end: 7 },
    ]);
  });

  it("past the limit are a sample whose counts are exact and whose number is estimated", () => {
    const seen = sum(
      Array.from({ length: 20 }, (_, n) => ({
        ref: String(n),
        result: { entities: Array.from({ length: 500 }, (_, v) => entity(`v${v}`)) },
      })),
      { entities: 100 },
    ).entities;
    expect(seen.sampled).toBe(true);
    expect(seen.all()).toHaveLength(100);
    expect(new Set(seen.all().map(({ components }) => components))).toEqual(new Set([20]));
    expect(seen.distinct().email).toBeGreaterThan(350);
    expect(seen.distinct().email).toBeLessThan(700);
  });
});

it("findings of different rules meet in a component, and beside an entity in whatever component they stand", () => {
  const summing = sum([
    { ref: "0", result: { findings: [finding("key", 100)], entities: [entity("a@x.org", 150)] } },
    {
      ref: "1",
      result: { findings: [finding("leak", 900), finding("far", 5000)], entities: [entity("a@x.org", 800)] },
    },
    { ref: "2", result: { findings: [finding("key", 0), finding("note", 9, "info")] } },
  ]);
  const met = meetings(summing.meetings.summary(), summing.entities.all(), 9);
  expect(met.total).toBe(2);
  expect(
    met.top.map(({ around, rules, findings }) => [around, rules, findings.map((f) => `${f.component} ${f.rule}`)]),
  ).toEqual([
    ["component", 2, ["1 far", "1 leak"]],
    ["entity", 2, ["0 key", "1 leak"]],
  ]);
});

it("rules are counted over all findings, the gravest first, each with its first place", () => {
  const { rules } = sum([
    { ref: "10", result: { findings: [finding("leak", 7, "low"), finding("key", 9)] } },
    { ref: "2", result: { findings: [finding("key", 300), finding("key", 40)] } },
  ]);
  expect(ruleCounts(rules.summary(), 9)).toMatchObject([
    { rule: "key", severity: "high", findings: 3, components: 2, name: "2.txt", first: { component: "2", start: 40 } },
    { rule: "leak", severity: "low", findings: 1, components: 1, first: { component: "10" } },
  ]);
});

it("of more rules than are kept the gravest stay, in whatever parts they come, and the summary says so", () => {
  const severe = ["info", "low", "medium", "high", "critical"] as const;
  const all = Array.from({ length: 1500 }, (_, n) => finding(`rule-${n}`, n, severe[n % 5]));
  const whole = sum([{ ref: "0", result: { findings: all } }]).rules.summary();
  expect(whole.cut).toBe(true);
  expect(new Set(whole.rules.map(({ severity }) => severity))).toEqual(new Set(["critical", "high"]));
  const parts = rulesSeen();
  for (let from = 1200; from >= 0; from -= 300)
    parts.merge(sum([{ ref: "0", result: { findings: all.slice(from, from + 300) } }]).rules.summary());
  expect(parts.summary()).toEqual(whole);
});
