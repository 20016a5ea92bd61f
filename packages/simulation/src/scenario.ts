import fc from "fast-check";
import { type Fault, kindsFor, type Operation } from "./faults/fault.ts";
import type { Batch, Delivery } from "./world/packages.ts";
import type { Action, Scenario } from "./world/scenario.ts";

/** Plans of 0 to 8 passes: single, chained, joined, side by side, on Lambda and on workers. */
const plans: readonly (readonly string[])[] = [
  ["a"],
  ["a", "b"],
  [],
  ["a", "x", "join"],
  ["heavy"],
  ["a", "heavy"],
  ["x", "y", "z"],
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

const deliveries = (sizes: fc.Arbitrary<number>, maxPackages: number): fc.Arbitrary<Delivery[]> =>
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

/** Operations by how much hangs on them. */
const struck: readonly Operation[] = [
  "tally.settle",
  "tally.settle",
  "tally.expect",
  "tally.read",
  "tally.components",
  "tally.level",
  "queues.send",
  "queues.send",
  "queues.send",
  "worker.receive",
  "worker.receive",
  "queues.receive",
  "queues.extend",
  "queues.acknowledge",
  "queues.depth",
  "objects.put",
  "objects.head",
  "objects.get",
  "objects.setMetadata",
  "packages.register",
  "packages.transition",
  "packages.transition",
  "packages.read",
  "packages.open",
  "fleet.live",
  "fleet.launch",
  "fleet.beat",
  "fleet.leave",
  "pass.run",
  "pass.run",
  "source.receive",
  "source.receive",
  "source.acknowledge",
];

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** `calls` is about how often the most frequent operation is called. */
const fault = (calls: number): fc.Arbitrary<Fault> =>
  fc
    .record({
      operation: fc.constantFrom(...struck),
      nth: fc.oneof(fc.nat(6), fc.nat(calls)),
      kind: fc.nat(59),
      times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(4, 40) }),
      ms: fc.constantFrom(SECOND, 30 * SECOND, 5 * MINUTE, 20 * MINUTE, 130 * MINUTE),
    })
    .map(({ operation, nth, kind, times, ms }) => {
      const kinds = kindsFor(operation);
      return { operation, nth, kind: kinds[kind % kinds.length]!, times, ms };
    });

/** What people do meanwhile. */
const action: fc.Arbitrary<Action> = fc.record({
  at: fc.constantFrom(2 * SECOND, 20 * SECOND, MINUTE, 6 * MINUTE, 90 * MINUTE, 180 * MINUTE),
  kind: fc.constantFrom("redrive", "redrive", "cancel"),
  delivery: fc.nat(2),
});

const scenario = (
  sizes: fc.Arbitrary<number>,
  maxPackages: number,
  calls: number,
  maxFaults: number,
): fc.Arbitrary<Scenario> =>
  fc.record({
    seed: fc.nat(),
    deliveries: deliveries(sizes, maxPackages),
    actions: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(action, { maxLength: 3 }) },
    ),
    faults: fc.array(fault(calls), { maxLength: maxFaults, size: "max" }),
    skewMs: fc.constantFrom(0, 2 * SECOND, 2 * MINUTE),
  });

/** Few components under many faults: most of what can go wrong goes wrong here. */
export const smallScenario: fc.Arbitrary<Scenario> = scenario(fc.integer({ min: 0, max: 3 }), 3, 40, 12);

/** At the edges of the tree's nodes. */
export const edgeScenario: fc.Arbitrary<Scenario> = scenario(
  fc.constantFrom(0, 1, 2, 49, 50, 99, 100, 101),
  1,
  300,
  30,
);
