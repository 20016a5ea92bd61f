import { type Choreography, isChoreography, type PackageState, type Secrets } from "@torrent/core/unstable";
import fc from "fast-check";
import { explain, explore, type Failure, isFailure } from "./explore.ts";
import { action, fault, skewMs } from "./faults/arbitrary.ts";
import type { Fault } from "./faults/fault.ts";
import { reportedIn } from "./invariants/outcomes.ts";
import { type Run, run } from "./run.ts";
import type { Expectation, Subject } from "./subject.ts";
import { Survey } from "./survey.ts";
import { decomposesTwice } from "./twice.ts";
import type { Delivery, Scenario } from "./world/scenario.ts";

/** A package that is delivered, as a sender would upload it. */
export interface Sample {
  name: string;
  body: Uint8Array | string;
  metadata?: Record<string, string>;
}

export interface SimulateOptions {
  packages: readonly Sample[];
  /** How many runs, each with other faults; or which. @default 100 */
  seeds?: number | { from: number; count: number };
  /** The greatest number of faults in one run, or the faults of every run. @default 12 */
  faults?: number | readonly Fault[];
  /**
   * `run` calls the subscribers' own handlers, many times for each package; `record` only notes that they were told.
   * @default "record"
   */
  subscribers?: "run" | "record";
  secrets?: Secrets;
  /** A folder for what the decomposer does not hold in memory. */
  scratchDir?: string;
  /** Called after each run. */
  onRun?(done: number, of: number): void;
}

export interface Undisturbed {
  name: string;
  state: PackageState;
  components: number;
  results: number;
  /** Messages that subscribers took: of each one's every state. */
  told: number;
}

export interface Simulation {
  /** What each package came to when nothing failed. */
  undisturbed: readonly Undisturbed[];
  /** Runs under faults in which every invariant held. */
  runs: number;
  survey: Survey;
  /** The first run in which an invariant did not hold, with the fewest faults that still show it; the search ends with it. */
  failure?: { invariant: string; what: string; seed?: number; faults: readonly Fault[]; explanation: string };
}

/** Packages in one run; more would only be slower. */
const TOGETHER = 3;
const MAX_CALLS = 400;

/**
 * Runs a choreography under simulated faults and checks what must hold whatever fails: every package ends (I1), what was
 * planned is counted (I2), once (I3), no result is missing (I4), nothing is acknowledged too early (I5), bad packages stop
 * nobody (I6), the reducer's sum equals the fold from scratch, subscribers are told, and each pass gives one output for one input.
 *
 * Passes, the decomposer and the reducer run as they are; queues, stores, workers and the clock are simulated, and virtual time
 * stands still while code of the choreography is at work.
 *
 * @throws TypeError for packages or seeds that nothing can be done with.
 * @example
 * const { failure } = await simulate(choreography, { packages: [{ name: "a.ndjson", body: '{"net":1}\n' }], seeds: 200 });
 * if (failure) throw new Error(failure.explanation);
 */
export const simulate = async (choreography: Choreography, options: SimulateOptions): Promise<Simulation> => {
  const { from, count } = checked(choreography, options);
  const { faults = 12, onRun, subscribers = "record", secrets, scratchDir } = options;
  const samples = options.packages.map(deliveryOf);
  const base = { choreography, subscribers, ...(secrets ? { secrets } : {}), ...(scratchDir ? { scratchDir } : {}) };
  const survey = new Survey();

  const calm = await run({ ...base, expect: () => undefined, twice: true }, calmScenario(samples), { timeline: true });
  const known = await expectationsOf(calm);
  const undisturbed = await summaryOf(calm, samples);
  const unsteady = calm.violations[0] ?? (await decomposesTwice(choreography, samples, scratchDir));
  if (unsteady)
    return { undisturbed, runs: 0, survey, failure: { ...unsteady, faults: [], explanation: unsteady.what } };

  const subject: Subject = { ...base, expect: ({ name }) => known.get(name) };
  const simulateOnce = (scenario: Scenario, how?: { timeline?: boolean }): Promise<Run> => run(subject, scenario, how);
  const arbitrary = scenarioOver(samples, faults, Math.max(...calm.world.faults.calls.values()));
  for (let seed = from; seed < from + count; seed += 1) {
    const found = await explore(arbitrary, seed, simulateOnce);
    if (isFailure(found)) return { undisturbed, runs: seed - from, survey, failure: failureOf(found) };
    survey.add(found);
    onRun?.(seed - from + 1, count);
  }
  return { undisturbed, runs: count, survey };
};

const checked = (
  choreography: Choreography,
  { packages, seeds = 100 }: SimulateOptions,
): { from: number; count: number } => {
  if (!isChoreography(choreography))
    throw new TypeError("simulate takes a choreography made with defineChoreography(…)");
  if (packages.length === 0) throw new TypeError("simulate needs at least one package to deliver");
  const names = packages.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`Two packages are named "${twice}"`);
  const { from, count } = typeof seeds === "number" ? { from: 0, count: seeds } : seeds;
  if (!Number.isInteger(from) || !Number.isInteger(count) || from < 0 || count < 0)
    throw new TypeError(`seeds is ${JSON.stringify(seeds)}; it must be a whole number from 0`);
  return { from, count };
};

const deliveryOf = ({ name, body, metadata }: Sample): Delivery => ({
  name,
  at: 0,
  body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  ...(metadata ? { metadata } : {}),
});

const calmScenario = (deliveries: readonly Delivery[]): Scenario => ({
  seed: 1,
  deliveries,
  actions: [],
  faults: [],
  skewMs: 0,
});

/** What each package came to; under faults it must come to the same. Outputs that may depend on the package are only counted. */
const expectationsOf = async ({ world }: Run): Promise<ReadonlyMap<string, Expectation>> => {
  const { passes } = world.choreography;
  const rows = await world.rows();
  return new Map(
    rows.map((row) => {
      const outputs = [...reportedIn(world, row, row.revision ?? 0)].map(
        ([name, digest]): [string, string | undefined] => [
          name,
          passes.get(name.slice(name.indexOf(" ") + 1))?.cache === "content" ? digest : undefined,
        ],
      );
      const { components = 0 } = row;
      return [
        row.key.slice("inbox/".length),
        { rejected: row.state === "rejected", components, outputs: new Map(outputs) },
      ];
    }),
  );
};

const summaryOf = async ({ world }: Run, samples: readonly Delivery[]): Promise<Simulation["undisturbed"]> => {
  const rows = await world.rows();
  return samples.flatMap(({ name }) => {
    const row = rows.find(({ key }) => key === `inbox/${name}`);
    if (!row) return [];
    const results = reportedIn(world, row, row.revision ?? 0).size;
    const taken = world.audit.told.filter(({ event, ok }) => ok && event.package.id === row.id);
    const told = new Set(taken.map(({ subscriber, event }) => `${subscriber} ${event.state}`)).size;
    return [{ name, state: row.state, components: row.components ?? 0, results, told }];
  });
};

const scenarioOver = (
  samples: readonly Delivery[],
  faults: number | readonly Fault[],
  calls: number,
): fc.Arbitrary<Scenario> =>
  fc.record({
    seed: fc.nat(),
    deliveries: fc
      .tuple(
        fc.subarray([...samples], { minLength: 1, maxLength: Math.min(TOGETHER, samples.length) }),
        fc.tuple(...Array.from({ length: TOGETHER }, () => fc.constantFrom(0, 500, 60_000))),
      )
      .map(([chosen, times]) => chosen.map((delivery, index) => ({ ...delivery, at: times[index] ?? 0 }))),
    actions: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(action, { maxLength: 3 }) },
    ),
    faults:
      typeof faults === "number"
        ? fc.array(fault(Math.min(MAX_CALLS, calls)), { maxLength: faults, size: "max" })
        : fc.constant([...faults]),
    skewMs,
  });

const failureOf = (failure: Failure<Delivery>): NonNullable<Simulation["failure"]> => {
  const { invariant, what } = failure.run.violations[0] ?? { invariant: "I1", what: "the failure did not come again" };
  return { invariant, what, seed: failure.seed, faults: failure.scenario.faults, explanation: explain(failure) };
};
