import type { ComponentResults, Reducer } from "../choreography/define-reducer.ts";

/** Components for which a reducer breaks one of its laws, as few of them as were found. */
export interface ReducerCounterExample {
  law: string;
  /** Refs of the components, in the three parts that were folded by themselves. */
  parts: [string[], string[], string[]];
  /** The two sums (or lines) that should be the same, as JSON. */
  left: unknown;
  right: unknown;
}

export interface ReducerCheckOptions {
  /** Examples of what `add` is given; sequences of them are tried, in any order and repeated. */
  components: readonly ComponentResults<any>[];
  /** @default 300 */
  trials?: number;
}

type Component = ComponentResults<any>;
type Parts = readonly [readonly Component[], readonly Component[], readonly Component[]];
type Sides = { left: unknown; right: unknown };
type Law = (reducer: Reducer, parts: Parts) => Sides;

const fold = (reducer: Reducer, components: readonly Component[], from: unknown = reducer.empty()): unknown =>
  components.reduce<unknown>((sum, component) => reducer.add(sum, component, () => {}), from);

const packed = (reducer: Reducer, sum: unknown): unknown =>
  JSON.parse(JSON.stringify((reducer.toJSON ? reducer.toJSON(sum) : sum) ?? null));

const stored = (reducer: Reducer, sum: unknown): unknown => {
  const json = packed(reducer, sum);
  return reducer.fromJSON ? reducer.fromJSON(json) : json;
};

const linesOf = (reducer: Reducer, components: readonly Component[], from: unknown): string[] => {
  const lines: string[] = [];
  components.reduce((sum, component) => reducer.add(sum, component, (text) => lines.push(text)), from);
  return lines;
};

const laws: Readonly<Record<string, Law>> = {
  "the same components give the same sum every time: empty() gives a new value, and add reads nothing else": (
    reducer,
    [a, b, c],
  ) => {
    const all = [...a, ...b, ...c];
    return { left: packed(reducer, fold(reducer, all)), right: packed(reducer, fold(reducer, all)) };
  },
  "merge(a, empty()) is a, and merge(empty(), a) is a": (reducer, [a]) => {
    const after = packed(reducer, reducer.merge(fold(reducer, a), reducer.empty()));
    const before = packed(reducer, reducer.merge(reducer.empty(), fold(reducer, a)));
    const alone = packed(reducer, fold(reducer, a));
    return { left: [after, before], right: [alone, alone] };
  },
  "adding components to a sum is merging it with their own sum": (reducer, [a, b]) => ({
    left: packed(reducer, fold(reducer, b, fold(reducer, a))),
    right: packed(reducer, reducer.merge(fold(reducer, a), fold(reducer, b))),
  }),
  "merge(merge(a, b), c) is merge(a, merge(b, c))": (reducer, [a, b, c]) => ({
    left: packed(reducer, reducer.merge(reducer.merge(fold(reducer, a), fold(reducer, b)), fold(reducer, c))),
    right: packed(reducer, reducer.merge(fold(reducer, a), reducer.merge(fold(reducer, b), fold(reducer, c)))),
  }),
  "a sum that was stored as JSON and read again goes on as it was: give toJSON and fromJSON for what JSON cannot hold":
    (reducer, [a, b, c]) => ({
      left: packed(reducer, fold(reducer, c, reducer.merge(fold(reducer, a), fold(reducer, b)))),
      right: packed(
        reducer,
        fold(reducer, c, reducer.merge(stored(reducer, fold(reducer, a)), stored(reducer, fold(reducer, b)))),
      ),
    }),
  "the lines of a component follow from the component alone, not from the sum before it": (reducer, [a, b]) => ({
    left: linesOf(reducer, b, fold(reducer, a)),
    right: linesOf(reducer, b, reducer.empty()),
  }),
};

/** Sums of fractions differ in their last digits by the order of adding: that is not a counter-example. */
const closeTo = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const same = (a: unknown, b: unknown): boolean => {
  if (typeof a === "number" && typeof b === "number") return a === b || closeTo(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  const other = b as Record<string, unknown>;
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in other && same((a as Record<string, unknown>)[name], other[name]))
  );
};

/** What a law says of a reducer that throws is that it does. */
const sidesOf = (law: Law, reducer: Reducer, parts: Parts): Sides => {
  try {
    return law(reducer, parts);
  } catch (error) {
    return { left: String(error), right: "no error" };
  }
};

/** A generator of numbers below `n`, the same in every run (a linear congruential one, Numerical Recipes' constants). */
const numbers = (seed: number) => {
  let state = seed;
  return (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

const LONGEST = 4;

/** The counter-example without every component that it does not need. */
const shrunk = (parts: Parts, fails: (parts: Parts) => boolean): Parts => {
  for (const [at, part] of parts.entries())
    for (const index of part.keys()) {
      const fewer = parts.map((one, which) => (which === at ? one.toSpliced(index, 1) : one)) as unknown as Parts;
      if (fails(fewer)) return shrunk(fewer, fails);
    }
  return parts;
};

/**
 * Looks for components that show a reducer not to be associative, or to break another law that folding in parts needs.
 * `undefined` where none was found. Tries the same sequences in every run.
 *
 * @example
 * expect(checkReducer(totals, { components: [invoice(3), invoice(4), { ...invoice(5), results: {} }] })).toBeUndefined();
 */
export const checkReducer = (
  reducer: Reducer,
  { components, trials = 300 }: ReducerCheckOptions,
): ReducerCounterExample | undefined => {
  if (components.length === 0) throw new TypeError("checkReducer: components must hold at least one example");
  const below = numbers(1);
  const part = () => Array.from({ length: below(LONGEST) }, () => components[below(components.length)]!);
  for (let trial = 0; trial < trials; trial += 1) {
    const parts: Parts = [part(), part(), part()];
    for (const [law, check] of Object.entries(laws)) {
      const fails = (candidate: Parts): boolean => {
        const { left, right } = sidesOf(check, reducer, candidate);
        return !same(left, right);
      };
      if (!fails(parts)) continue;
      const [a, b, c] = shrunk(parts, fails);
      const refs = (list: readonly Component[]) => list.map(({ ref }) => ref);
      return { law, parts: [refs(a), refs(b), refs(c)], ...sidesOf(check, reducer, [a, b, c]) };
    }
  }
  return undefined;
};
