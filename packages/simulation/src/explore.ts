import fc from "fast-check";
import type { Fault } from "./faults/fault.ts";
import { type Run, simulate } from "./simulate.ts";
import type { Scenario } from "./world/scenario.ts";

export interface Failure {
  seed: number;
  /** The smallest scenario found that still fails. */
  scenario: Scenario;
  run: Run;
}

/** The scenario of a seed: the same in every run of the same version. */
export const scenarioOf = (arbitrary: fc.Arbitrary<Scenario>, seed: number): Scenario =>
  fc.sample(arbitrary, { seed, numRuns: 1 })[0]!;

/** Runs one seed; where it fails, looks for the shortest schedule that still does and runs that once more, with a timeline. */
export const explore = async (arbitrary: fc.Arbitrary<Scenario>, seed: number): Promise<Run | Failure> => {
  const run = await simulate(scenarioOf(arbitrary, seed));
  if (run.violations.length === 0) return run;
  const invariant = run.violations[0]!.invariant;
  const property = fc.asyncProperty(arbitrary, async (scenario) => {
    const { violations } = await simulate(scenario);
    return !violations.some((one) => one.invariant === invariant);
  });
  const details = await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: 60_000 });
  const scenario = details.counterexample?.[0] ?? scenarioOf(arbitrary, seed);
  return { seed, scenario, run: await simulate(scenario, { timeline: true }) };
};

export const isFailure = (found: Run | Failure): found is Failure => "scenario" in found;

const faultText = ({ kind, operation, nth, times, ms }: Fault): string =>
  `${kind} at ${operation} #${nth}${times > 1 ? ` and ${times - 1} after it` : ""} (${ms} ms)`;

export const explain = ({ seed, scenario, run }: Failure): string =>
  [
    `Seed ${seed} breaks ${run.violations.length} times:`,
    ...run.violations.slice(0, 10).map(({ invariant, what }) => `  ${invariant}  ${what}`),
    "Shortest schedule found:",
    `  ${JSON.stringify({ ...scenario, faults: undefined })}`,
    ...scenario.faults.map((fault) => `  ${faultText(fault)}`),
    "Timeline:",
    run.world.timeline.toString(),
  ].join("\n");
