export * from "./explore.ts";
export * from "./faults/fault.ts";
export type { Violation } from "./invariants/audit.ts";
export * from "./scenario.ts";
export * from "./simulate.ts";
export * from "./systematic.ts";
export type { Delivery } from "./world/packages.ts";
export type { Action, Scenario } from "./world/scenario.ts";
export { World } from "./world/world.ts";
