import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ComponentItem } from "../../src/dashboard/data/queries.ts";
import { type KindGroup, kindLines } from "../../src/dashboard/package/kind-lines.ts";

const items = (count: number): ComponentItem[] =>
  Array.from({ length: count }, (_, n) => ({ ordinal: n, ref: String(n), status: "done" as const }));

describe("components below their kinds", () => {
  test("a closed kind is one line; an open one holds what was read, and a line for the rest", () => {
    const { count, lineAt, unread } = kindLines([
      { kind: "log", size: 5, items: items(2) },
      { kind: "json", size: 3 },
    ]);
    expect(count).toBe(5);
    expect(lineAt(0)).toEqual({ kind: "log", size: 5, open: true });
    expect(lineAt(2)).toEqual({ item: items(2)[1], level: 2 });
    expect(lineAt(3)).toBeUndefined();
    expect(lineAt(4)).toEqual({ kind: "json", size: 3, open: false });
    expect(unread(0, 2)).toEqual([]);
    expect(unread(1, 3)).toEqual(["log"]);
  });

  test("every line is a kind or something read, but for one line to each kind that is read in part", () => {
    const group = fc
      .record({ kind: fc.string(), size: fc.integer({ min: 1, max: 30 }), read: fc.option(fc.nat({ max: 30 })) })
      .map(({ kind, size, read }): KindGroup => {
        return read === null ? { kind, size } : { kind, size, items: items(Math.min(read, size)) };
      });
    fc.assert(
      fc.property(fc.array(group, { maxLength: 8 }), (groups) => {
        const { count, lineAt, unread } = kindLines(groups);
        const lines = Array.from({ length: count }, (_, n) => lineAt(n));
        const partly = groups.filter((one) => one.items && one.items.length < one.size);
        expect(lines.filter((line) => line && "kind" in line)).toHaveLength(groups.length);
        expect(lines.filter((line) => line === undefined)).toHaveLength(partly.length);
        expect(unread(0, count)).toEqual(partly.map((one) => one.kind));
      }),
    );
  });
});
