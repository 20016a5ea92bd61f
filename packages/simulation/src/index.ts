export { explain, explore, type Failure, isFailure, scenarioOf } from "./explore.ts";
export {
  type Damaged,
  type Fault,
  type FaultKind,
  FaultPlan,
  faultKinds,
  kindsFor,
  type Operation,
  operations,
} from "./faults/fault.ts";
export type { Violation } from "./invariants/audit.ts";
export { type Run, run } from "./run.ts";
export { type Sample, type SimulateOptions, type Simulation, simulate } from "./simulate.ts";
export type { Expectation, Subject } from "./subject.ts";
export { Survey } from "./survey.ts";
export type { SyntheticPackage, SyntheticScenario } from "./synthetic/packages.ts";
export { runSynthetic, synthetic } from "./synthetic/run.ts";
export { edgeScenario, smallScenario } from "./synthetic/scenarios.ts";
export {
  crashPoints,
  overtakings,
  pairs,
  smallPackage,
  strikeEach,
  swallowEach,
  undisturbed,
  writes,
} from "./synthetic/systematic.ts";
export type { Action, Delivery, Scenario } from "./world/scenario.ts";
export { World } from "./world/world.ts";
