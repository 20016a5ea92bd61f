import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/pass.ts";
import type { GatheredComponent } from "../../src/report/gather.ts";
import { addComponent } from "../../src/report/summary/add-component.ts";
import { entitiesSeen } from "../../src/report/summary/entities.ts";
import { meetings } from "../../src/report/summary/meetings.ts";
import { outliers, outliersSeen } from "../../src/report/summary/outliers.ts";
import { nearDuplicates } from "../../src/report/summary/similar.ts";
import { Summary, summaryOf } from "../../src/report/summary/summary.ts";
import { epochOf, timeline, timelineSeen } from "../../src/report/summary/timeline.ts";
import { StoredResult } from "../../src/stages/results.ts";

type Found = Partial<Pick<StoredResult, "findings" | "entities" | "facts">>;

interface Made {
  ref: string;
  name?: string;
  kind?: string;
  bytes?: number;
  result: Found;
}

const gathered = ({ ref, name = `${ref}.txt`, kind = "text", bytes = 10 }: Made): GatheredComponent => ({
  plan: { component: ref, sha256: ref.padStart(64, "0"), kind, bytes, name, tasks: [] },
  tasks: [
    {
      task: { pass: "look", version: 1, after: [], route: "lambda", lane: "standard", seconds: 1, required: true },
      round: 1,
      receipt: { outcome: "succeeded", input: "i", version: 1 },
    },
  ],
});

const sum = (components: readonly Made[], options?: { entities?: number }) => {
  const summing = summaryOf(options);
  for (const one of components) {
    const result = StoredResult.parse({ v: 1, pass: "look", version: 1, ...one.result });
    addComponent(summing, gathered(one), [{ result }]);
  }
  return summing;
};

const entity = (value: string, start = 0, kind = "email") => ({
  kind,
  value,
  text: value,
  start,
  end: start + 5,
  confidence: 1,
});
const finding = (rule: string, start: number, severity: (typeof severities)[number] = "high") => ({
  rule,
  title: rule,
  severity,
  start,
  end: start + 4,
});

const result: fc.Arbitrary<Found> = fc.record({
  findings: fc.array(
    fc.record({
      rule: fc.constantFrom("a", "b", "c", "d"),
      title: fc.constantFrom("A", "B"),
      severity: fc.constantFrom(...severities),
      start: fc.nat(900),
    }),
    { maxLength: 6 },
  ),
  entities: fc.array(
    fc.oneof(
      fc.tuple(fc.nat(30), fc.nat(900)).map(([n, at]) => entity(`u${n}@x.org`, at)),
      fc
        .nat(4_000_000)
        .map((s) => entity(new Date(1.7e12 + s * 1000).toISOString().replace(".000", ""), s % 900, "datetime")),
    ),
    { maxLength: 8 },
  ),
  facts: fc.constantFrom({}, { timeline: [{ at: 1.7e12, what: "log-gap", title: "a gap", telling: true, line: 3 }] }),
});

const made = (result: Found, index: number): Made => ({
  ref: String(index),
  name: `file-${index % 7}.txt`,
  kind: index % 3 === 0 ? "log" : "text",
  bytes: 2 ** (index % 11),
  result,
});

/** Cuts a list into parts at will. */
const parts = <T>(list: readonly T[], cuts: readonly number[]): T[][] => {
  const into: T[][] = [];
  list.forEach((one, at) => {
    const part = (cuts[at] ?? 0) % 4;
    into[part] = [...(into[part] ?? []), one];
  });
  return into.filter(Boolean);
};

describe("a summary", () => {
  it("comes to the same, however the components are ordered, divided and put together again", () => {
    fc.assert(
      fc.property(
        fc.array(result, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(5, 1000),
        (results, cuts, draws, entities) => {
          const all = results.map(made);
          const whole = sum(all, { entities }).summary();
          const shuffled = all
            .map((one) => ({ one, by: draws.next().value }))
            .sort((a, b) => a.by - b.by)
            .map(({ one }) => one);
          const [first = [], ...rest] = parts(shuffled, cuts).map((part) => sum(part, { entities }).summary());
          // Put together as a tree: two of the parts first, the others after them, each through what is stored.
          const stored = (summary: unknown) => Summary.parse(JSON.parse(JSON.stringify(summary)));
          const inner = summaryOf({ entities });
          for (const part of rest) inner.merge(stored(part));
          const outer = summaryOf({ entities });
          outer.merge(stored(inner.summary()));
          outer.merge(stored(first));
          expect(outer.summary()).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});

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

describe("the timeline", () => {
  it.each([
    ["2026-02-02T08:32:18Z", "2026-02-02T08:32:18.000Z"],
    ["2026-02-02T08:32:18.5", "2026-02-02T08:32:18.500Z"],
    ["2026-02-02", "2026-02-02T00:00:00.000Z"],
    ["--02-02T08:32:18", undefined],
    ["T08:32:18", undefined],
    ["2026-13-02", undefined],
  ])("reads %s as %s", (value, iso) => {
    const at = epochOf(value);
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(iso);
  });

  it("puts logs, mails and what texts name on one axis, with its places", () => {
    const summing = sum([
      { ref: "0", result: { facts: { timeline: [{ at: 5_000, what: "mail", title: "A mail", line: 1 }] } } },
      { ref: "1", result: { entities: [entity("1970-01-01T00:00:02Z", 40, "datetime")] } },
    ]);
    expect(timeline(summing.timeline.summary())).toMatchObject({
      from: 2000,
      to: 6000,
      bucketMs: 1000,
      buckets: [
        { at: 2000, mentions: 1, first: { component: "1", start: 40 } },
        { at: 5000, mentions: 1, first: { component: "0", line: 1 } },
      ],
      events: [{ at: 5000, what: "mail", component: "0", pass: "look", name: "0.txt" }],
    });
  });

  it("ignores what is no event in a pass's facts", () => {
    const seen = timelineSeen();
    seen.add({
      ref: "0",
      name: "a",
      kind: "text",
      bytes: 1,
      sha256: "",
      findings: [],
      entities: [],
      facts: [{ pass: "p", facts: { timeline: [{ at: "soon" }, 7, null] } }],
    });
    expect(timeline(seen.summary())).toBeUndefined();
  });
});

describe("outliers", () => {
  const plain = (ref: number, parts: Partial<Made> = {}): Made => ({
    ref: String(ref),
    kind: "log",
    bytes: 1000 + ref,
    result: {},
    ...parts,
  });

  it("are components far larger than their kind, and those with what hardly another has", () => {
    const summing = sum([
      ...Array.from({ length: 30 }, (_, ref) => plain(ref)),
      plain(30, { bytes: 900_000 }),
      plain(31, { result: { findings: [finding("root-key", 7, "critical")] } }),
    ]);
    const { top } = outliers(summing.outliers.summary(), 9);
    expect(top.map(({ component, feature }) => [component, feature])).toEqual([
      ["30", "bytes"],
      ["31", "rule:root-key"],
    ]);
    expect(top[1]?.evidence).toMatchObject({ component: "31", pass: "look", start: 7 });
    expect(top[0]?.why).toBe("900000 bytes, where the middle of 32 components of kind log is about 1023");
  });

  it("are not told of a few components", () => {
    const seen = outliersSeen();
    for (const bytes of [1, 1, 9_000_000])
      seen.add({
        ref: String(bytes),
        name: "a",
        kind: "log",
        bytes,
        sha256: "",
        findings: [],
        entities: [],
        facts: [],
      });
    expect(outliers(seen.summary(), 9).total).toBe(0);
  });
});

describe("near-duplicates", () => {
  const hex = (values: readonly number[]): string => values.map((one) => one.toString(16).padStart(2, "0")).join("");
  const base = Array.from({ length: 64 }, (_, at) => (at * 37) % 256);
  const changed = (from: number, to: number): string =>
    hex(base.map((one, at) => (at >= from && at < to ? one ^ 0x55 : one)));
  const signed = (ref: string, signature: string, sha256 = ref) => ({ ref, name: `${ref}.txt`, sha256, signature });

  it("are texts whose signatures mostly agree; equal bytes count once", () => {
    const found = nearDuplicates(
      [signed("0", hex(base)), signed("1", changed(0, 8)), signed("2", changed(0, 40)), signed("3", hex(base), "0")],
      9,
    );
    expect(found).toEqual({
      total: 1,
      top: [
        {
          components: [
            { ref: "0", name: "0.txt" },
            { ref: "1", name: "1.txt" },
          ],
          total: 2,
          similarity: 0.87,
        },
      ],
    });
  });

  it("are the same in whatever order the components come", () => {
    const all = [
      signed("0", hex(base)),
      signed("1", changed(0, 6)),
      signed("2", changed(30, 38)),
      signed("3", changed(60, 64)),
    ];
    const expected = nearDuplicates(all, 9);
    expect(expected.top[0]?.total).toBe(4);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(nearDuplicates(order, 9)).toEqual(expected);
      }),
    );
  });
});
