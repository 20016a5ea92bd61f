import type { Violation } from "./invariants/audit.ts";
import { violationsOf } from "./invariants/check.ts";
import { type Scenario, World } from "./world/world.ts";

export interface Run {
  world: World;
  violations: Violation[];
  /** Milliseconds of virtual time. */
  simulatedMs: number;
}

/** Runs a scenario to its end and holds it against the invariants. The same scenario gives the same run. */
export const simulate = async (scenario: Scenario, options: { timeline?: boolean } = {}): Promise<Run> => {
  const world = new World(scenario, options);
  const started = world.cloud.clock.now();
  const finished = await world.run();
  return { world, violations: await violationsOf(world, finished), simulatedMs: world.cloud.clock.now() - started };
};
