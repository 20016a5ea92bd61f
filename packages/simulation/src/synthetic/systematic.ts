import { type Fault, type FaultKind, type Operation, operations } from "../faults/fault.ts";
import type { Run } from "../run.ts";
import type { SyntheticScenario } from "./packages.ts";
import { runSynthetic } from "./run.ts";

/** Three components with two passes each, one after the other: small enough to strike everywhere. */
export const smallPackage: SyntheticScenario = {
  seed: 1,
  deliveries: [{ name: "package-0", at: 0, batches: [{ count: 3, passes: ["a", "b"] }] }],
  actions: [],
  faults: [],
  skewMs: 0,
};

/** Runs in which nothing fails: none, a few, just more than a node holds, and components found inside others. */
export const undisturbed: readonly SyntheticScenario[] = [
  [],
  [{ count: 3, passes: ["a", "b"] }],
  [{ count: 101, passes: ["a"] }],
  [{ count: 2, passes: ["grow", "grown", "heavy"], grows: [2, 1] }],
].map((batches) => ({ ...smallPackage, deliveries: [{ name: "package-0", at: 0, batches }] }));

/** Calls after which something is different for others. */
export const writes: readonly Operation[] = [
  "objects.put",
  "objects.setMetadata",
  "queues.send",
  "tally.settle",
  "tally.expect",
  "packages.register",
  "packages.transition",
];

/** A crash at every call that the undisturbed run makes. */
export const crashPoints = async (
  scenario: SyntheticScenario,
  kinds: readonly FaultKind[],
  of: readonly Operation[] = operations,
): Promise<Fault[]> => {
  const { world } = await runSynthetic(scenario);
  return of
    .filter((operation) => !/^(source|worker)\./.test(operation))
    .flatMap((operation) =>
      Array.from({ length: world.faults.calls.get(operation) ?? 0 }, (_, nth) =>
        kinds.map((kind): Fault => ({ operation, nth, kind, times: 1, ms: 0 })),
      ).flat(),
    );
};

/** Every two of them; the second one strikes whatever the first one made of the run. */
export const pairs = <T>(points: readonly T[]): [T, T][] =>
  points.flatMap((first, index) => points.slice(index + 1).map((second): [T, T] => [first, second]));

/** Runs the scenario once for each set of faults; the first that breaks an invariant, if one does. */
export const strikeEach = async (
  scenario: SyntheticScenario,
  sets: readonly (readonly Fault[])[],
): Promise<{ faults: readonly Fault[]; run: Run } | undefined> => {
  for (const faults of sets) {
    const run = await runSynthetic({ ...scenario, faults });
    if (run.violations.length > 0) return { faults, run };
  }
  return undefined;
};

/** Each message delivered to two consumers at once, of whom one dies after a write to the tree, or none does. */
export const overtakings = async (scenario: SyntheticScenario): Promise<Fault[][]> => {
  const { world } = await runSynthetic(scenario);
  const deliveries = world.faults.calls.get("source.receive") ?? 0;
  const deaths: (Fault | undefined)[] = [
    undefined,
    ...(await crashPoints(scenario, ["crash-after"], ["tally.settle"])),
  ];
  return Array.from({ length: deliveries }, (_, nth) =>
    deaths.map((death): Fault[] => [
      { operation: "source.receive", nth, kind: "redeliver", times: 1, ms: 0 },
      ...(death ? [death] : []),
    ]),
  ).flat();
};

/**
 * Takes each delivery of a scenario as answered and does nothing with it, one at a time: a run each. Returns those that
 * broke an invariant, or whose package had to wait for its deadline though the sweep could have sent what was lost.
 */
export const swallowEach = async (scenario: SyntheticScenario): Promise<string[]> => {
  const undisturbed = await runSynthetic(scenario);
  const deliveries = undisturbed.world.faults.calls.get("source.receive") ?? 0;
  const broken: string[] = [];
  for (let nth = 0; nth < deliveries; nth++) {
    const fault: Fault = { operation: "source.receive", nth, kind: "swallow", times: 1, ms: 0 };
    const { violations, world } = await runSynthetic({ ...scenario, faults: [fault] });
    const expired = world.swept.some((swept) => swept.expired.length > 0);
    const [first = expired ? { invariant: "I1", what: "it ended at its deadline only" } : undefined] = violations;
    if (first) broken.push(`delivery ${nth} swallowed, ${first.invariant}: ${first.what}`);
  }
  return broken;
};
