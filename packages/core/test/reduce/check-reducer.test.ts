import { type ComponentResults, defineReducer, type Reducer } from "@torrent/core";
import { checkReducer } from "@torrent/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collected } from "../drive.ts";

const component = (ref: string, net?: number): ComponentResults<any> => ({
  ref,
  name: `a.txt!/${ref}`,
  kind: "invoice",
  bytes: 10,
  sha256: ref.padStart(64, "0"),
  results: net === undefined ? {} : { parse: { net } },
  tasks: [],
});
const components = [component("0", 3), component("1", -4.1), component("2", 0.3), component("3")];

const netOf = ({ results }: ComponentResults<any>): number => (results as { parse?: { net: number } }).parse?.net ?? 0;
const totals = defineReducer({
  version: 1,
  empty: () => ({ net: 0, count: 0 }),
  add: (sum, one) => ({ net: sum.net + netOf(one), count: sum.count + 1 }),
  merge: (a, b) => ({ net: a.net + b.net, count: a.count + b.count }),
  finish: (sum) => sum,
});

type Totals = ReturnType<typeof totals.empty>;

/** `add` of the totals, with a line for each component. */
const writing =
  (text: (one: ComponentResults<any>, sum: Totals) => string): Reducer<Totals>["add"] =>
  (sum, one, line) => {
    line(text(one, sum));
    return totals.add(sum, one, line);
  };

/** A reducer that keeps its sum in a map. */
const byKind = (json: Partial<Reducer<Map<string, number>>>) =>
  defineReducer({
    version: 1,
    empty: () => new Map<string, number>(),
    add: (sum, { kind }) => sum.set(kind, (sum.get(kind) ?? 0) + 1),
    merge: (a, b) => {
      for (const [kind, count] of b) a.set(kind, (a.get(kind) ?? 0) + count);
      return a;
    },
    finish: (sum) => [...sum],
    ...json,
  } as Parameters<typeof defineReducer<[], Map<string, number>, unknown>>[0]);

describe("checkReducer finds nothing wrong with", () => {
  it.each<[string, Reducer]>([
    ["a sum of fractions", totals],
    ["lists in slot order", collected],
    ["a map that is stored as a list", byKind({ toJSON: (sum) => [...sum], fromJSON: (json) => new Map(json as []) })],
    ["lines of each component alone", { ...totals, add: writing(({ ref }) => ref) }],
  ])("%s", (_, reducer) => expect(checkReducer(reducer, { components })).toBeUndefined());
});

describe("checkReducer finds", () => {
  it("a mean of means, with the fewest components that show it", () => {
    const mean = { ...totals, merge: (a: typeof sum, b: typeof sum) => ({ net: (a.net + b.net) / 2, count: 2 }) };
    const sum = totals.empty();
    const found = checkReducer(mean, { components });
    expect(found?.law).toMatch("merge(a, empty()) is a");
    expect(found?.parts.flat().length).toBeLessThanOrEqual(1);
  });

  it("a merge that is not associative, though empty() changes nothing", () => {
    const power = defineReducer({
      version: 1,
      empty: () => [] as unknown[],
      add: (sum, { ref }) => (sum.length === 0 ? [ref] : [sum, ref]),
      merge: (a, b) => (a.length === 0 ? b : b.length === 0 ? a : b.length === 1 ? [a, ...b] : [a, b]),
      finish: (sum) => sum,
    });
    const found = checkReducer(power, { components }) ?? expect.fail("nothing found");
    expect(found.left).not.toEqual(found.right);
    expect(found.parts.flat().length).toBeLessThanOrEqual(3);
  });

  it("an empty sum that is not neutral: the least of nothing is not zero", () => {
    const least = defineReducer({
      version: 1,
      empty: () => 0,
      add: (sum, one) => Math.min(sum, netOf(one) + 100),
      merge: (a, b) => Math.min(a, b) + 1,
      finish: (sum) => sum,
    });
    expect(checkReducer(least, { components })?.law).toMatch("empty()");
  });

  it("an empty sum that is one value for everybody", () => {
    const shared: string[] = [];
    const leaking = {
      ...collected,
      empty: () => shared,
      add: (sum: string[], { ref }: { ref: string }) => {
        sum.push(ref);
        return sum;
      },
      merge: (a: string[], b: string[]) => [...a, ...b],
    };
    expect(checkReducer(leaking, { components })?.law).toMatch("empty() gives a new value");
  });

  it("a map that JSON cannot hold", () => {
    expect(checkReducer(byKind({}), { components })?.law).toMatch("give toJSON and fromJSON");
  });

  it("what reading forgets", () => {
    const forgetful = { ...totals, toJSON: (sum: unknown) => sum, fromJSON: () => totals.empty() };
    expect(checkReducer(forgetful, { components })?.law).toMatch("stored as JSON");
  });

  it("lines that number their components", () => {
    const numbered: Reducer = {
      ...totals,
      add: writing(({ ref }, { count }) => `${count} ${ref}`),
    };
    const found = checkReducer(numbered, { components });
    expect(found?.law).toMatch("lines of a component");
    expect(found?.parts).toEqual([[expect.any(String)], [expect.any(String)], []]);
  });

  it("a component that it throws for", () => {
    const throwing: Reducer = {
      ...totals,
      add: (sum, { results }) => ({ net: (results as any).parse.net, count: sum.count }),
    };
    expect(checkReducer(throwing, { components })).toMatchObject({
      left: expect.stringContaining("TypeError"),
      right: "no error",
    });
  });

  it("every operation on two numbers that is not associative, of those that keep 0 neutral", () => {
    const operation = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 9, maxLength: 9 });
    const three = [1, 2, 3].map((net) => component(String(net), net));
    fc.assert(
      fc.property(operation, (table) => {
        const of = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : table[(a - 1) * 3 + b - 1]!);
        const values = [1, 2, 3];
        const isAssociative = values.every((a) =>
          values.every((b) => values.every((c) => of(of(a, b), c) === of(a, of(b, c)))),
        );
        const reducer = defineReducer({
          version: 1,
          empty: () => 0,
          add: (sum, one) => of(sum, netOf(one)),
          merge: of,
          finish: (sum) => sum,
        });
        expect(checkReducer(reducer, { components: three }) === undefined).toBe(isAssociative);
      }),
      { numRuns: 100 },
    );
  });

  it("is asked for at least one example", () => {
    expect(() => checkReducer(totals, { components: [] })).toThrow("at least one example");
  });
});
