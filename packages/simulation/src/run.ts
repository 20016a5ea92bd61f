import type { Violation } from "./invariants/audit.ts";
import { unhealed, violationsOf } from "./invariants/check.ts";
import type { Subject } from "./subject.ts";
import type { Scenario } from "./world/scenario.ts";
import { World } from "./world/world.ts";

export interface Run {
  world: World;
  violations: Violation[];
  /** Milliseconds of virtual time. */
  simulatedMs: number;
}

/**
 * Runs a scenario to its end and checks the invariants; then redrives what did not end well, with nothing failing, and checks
 * them again. The same scenario gives the same run.
 */
export const run = async (subject: Subject, scenario: Scenario, options: { timeline?: boolean } = {}): Promise<Run> => {
  const world = new World(subject, scenario, options);
  const started = world.cloud.clock.now();
  let violations = await violationsOf(world, await world.run());
  if (violations.length === 0) violations = await unhealed(world, await world.heal());
  return { world, violations, simulatedMs: world.cloud.clock.now() - started };
};
