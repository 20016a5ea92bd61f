import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outliers, outliersSeen } from "../../../src/correlate/outliers.ts";
import { nearDuplicates } from "../../../src/correlate/similar.ts";
import { epochOf, timeline, timelineSeen } from "../../../src/correlate/timeline.ts";
import { entity, finding, type Made, sum } from "./made.ts";

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
    expect(top[0]?.why).toBe("900 kB, while the median of 32 components of kind log is about 1 kB");
  });

  it("tell of a file once, however many slices it was cut into", () => {
    const summing = sum([
      ...Array.from({ length: 30 }, (_, ref) => plain(ref)),
      ...[30, 31, 32].map((ref) => plain(ref, { name: "large.log", bytes: 900_000 + ref })),
    ]);
    const { total, top } = outliers(summing.outliers.summary(), 9);
    expect(total).toBe(1);
    expect(top).toMatchObject([{ name: "large.log", feature: "bytes" }]);
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

  it("are files, not the slices of one", () => {
    const slice = (ref: string, name: string, from: number) => ({ ...signed(ref, changed(from, from + 4)), name });
    const own = [slice("0", "large.log", 0), slice("1", "large.log", 8), slice("2", "large.log", 16)];
    expect(nearDuplicates(own, 9).total).toBe(0);
    const { top } = nearDuplicates([...own, slice("3", "copy.log", 24)], 9);
    expect(top).toMatchObject([{ total: 2, components: [{ ref: "0" }, { ref: "3" }] }]);
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
