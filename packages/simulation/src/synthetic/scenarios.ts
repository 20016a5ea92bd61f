import fc from "fast-check";
import { action, fault, skewMs } from "../faults/arbitrary.ts";
import type { Batch, SyntheticPackage, SyntheticScenario } from "./packages.ts";

/** Plans of 0 to 8 passes: single, chained, joined, side by side, on Lambda and on workers. */
const plans: readonly (readonly string[])[] = [
  ["a"],
  ["a", "b"],
  [],
  ["a", "x", "join"],
  ["heavy"],
  ["a", "heavy"],
  ["x", "y", "extra"],
  ["a", "extra"],
  ["heavy", "heavier", "x"],
  ["a", "b", "c", "d"],
  ["a", "b", "c", "d", "e"],
  ["a", "b", "c", "d", "x", "join"],
  ["a", "b", "c", "d", "e", "f", "g"],
  ["a", "b", "c", "d", "e", "f", "g", "h"],
  ["grow", "grown"],
  ["a", "grow"],
];

const troubles = ["", "", "", "", "terminal:a;", "transient:b;", "terminal:heavy;", "transient:x;", "defect"];

/** What senders declare: mostly nothing; a deadline that some runs miss; a percentage that may fail. */
const declarations: readonly Record<string, string>[] = [
  {},
  {},
  {},
  {},
  { "deadline-hours": "0.1" },
  { "tolerate-failed-percent": "50" },
];

const batch = (sizes: fc.Arbitrary<number>): fc.Arbitrary<Batch> =>
  fc.record({
    count: sizes,
    passes: fc.constantFrom(...plans),
    trouble: fc.constantFrom(...troubles),
    same: fc.boolean(),
    grows: fc.constantFrom([1], [2], [0], [2, 1], [1, 1, 1, 1]),
  });

const deliveries = (sizes: fc.Arbitrary<number>, maxPackages: number): fc.Arbitrary<SyntheticPackage[]> =>
  fc
    .array(
      fc.record({
        at: fc.constantFrom(0, 500, 60_000),
        batches: fc.array(batch(sizes), { maxLength: 3 }),
        hostile: fc.integer({ min: 0, max: 19 }).map((die) => die === 19),
        metadata: fc.constantFrom(...declarations),
      }),
      { minLength: 1, maxLength: maxPackages },
    )
    .map((all) => all.map((delivery, index) => ({ ...delivery, name: `package-${index}` })));

const scenario = (
  sizes: fc.Arbitrary<number>,
  maxPackages: number,
  calls: number,
  maxFaults: number,
): fc.Arbitrary<SyntheticScenario> =>
  fc.record({
    seed: fc.nat(),
    deliveries: deliveries(sizes, maxPackages),
    actions: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(action, { maxLength: 3 }) },
    ),
    faults: fc.array(fault(calls), { maxLength: maxFaults, size: "max" }),
    skewMs,
  });

/** Few components under many faults: most of what can go wrong goes wrong here. */
export const smallScenario: fc.Arbitrary<SyntheticScenario> = scenario(fc.integer({ min: 0, max: 3 }), 3, 40, 12);

/** At the edges of the tree's nodes. */
export const edgeScenario: fc.Arbitrary<SyntheticScenario> = scenario(
  fc.constantFrom(0, 1, 2, 49, 50, 99, 100, 101),
  1,
  300,
  30,
);
