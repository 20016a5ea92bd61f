import fc from "fast-check";
import type { Fault } from "./faults/fault.ts";
import type { Run } from "./run.ts";
import type { Scenario } from "./world/scenario.ts";

export interface Failure<D = unknown> {
  seed: number;
  /** The smallest scenario found that still fails. */
  scenario: Scenario<D>;
  run: Run;
}

/** The scenario of a seed: the same in every run of the same version. */
export const scenarioOf = <S>(arbitrary: fc.Arbitrary<S>, seed: number): S =>
  fc.sample(arbitrary, { seed, numRuns: 1 })[0]!;

/** Runs one seed; where it fails, looks for the shortest schedule that still does and runs that once more, with a timeline. */
export const explore = async <D>(
  arbitrary: fc.Arbitrary<Scenario<D>>,
  seed: number,
  simulate: (scenario: Scenario<D>, options?: { timeline?: boolean }) => Promise<Run>,
): Promise<Run | Failure<D>> => {
  const run = await simulate(scenarioOf(arbitrary, seed));
  if (run.violations.length === 0) return run;
  const invariant = run.violations[0]!.invariant;
  const property = fc.asyncProperty(arbitrary, async (scenario) => {
    const { violations } = await simulate(scenario);
    return !violations.some((violation) => violation.invariant === invariant);
  });
  const details = await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: 60_000 });
  const scenario = details.counterexample?.[0] ?? scenarioOf(arbitrary, seed);
  return { seed, scenario, run: await simulate(scenario, { timeline: true }) };
};

export const isFailure = <D>(found: Run | Failure<D>): found is Failure<D> => "scenario" in found;

const faultText = ({ kind, operation, nth, times, ms }: Fault): string =>
  `${kind} at ${operation} #${nth}${times > 1 ? ` and ${times - 1} after it` : ""} (${ms} ms)`;

/** A delivery for people; the bytes of one are not for reading. */
const described = (delivery: unknown): unknown => {
  const { body, ...rest } = delivery as { body?: unknown };
  return body instanceof Uint8Array ? { ...rest, bytes: body.length } : delivery;
};

export const explain = ({ seed, scenario, run }: Failure): string =>
  [
    `Seed ${seed} breaks ${run.violations.length} times:`,
    ...run.violations.slice(0, 10).map(({ invariant, what }) => `  ${invariant}  ${what}`),
    "Shortest schedule found:",
    `  ${JSON.stringify({ ...scenario, deliveries: scenario.deliveries.map(described), faults: undefined })}`,
    ...scenario.faults.map((fault) => `  ${faultText(fault)}`),
    "Timeline:",
    run.world.timeline.toString(),
  ].join("\n");
