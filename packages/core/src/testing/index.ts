/** A reducer's laws. */
export { checkReducer, type ReducerCheckOptions, type ReducerCounterExample } from "./check-reducer.ts";
/** Contract suites: call one inside a Vitest file with a function that makes your adapter. */
export type { Subject, Without } from "./contracts/contract.ts";
export * from "./contracts/message-queue.ts";
export * from "./contracts/object-store.ts";
export * from "./contracts/package-store.ts";
export * from "./contracts/tally-store.ts";
export * from "./contracts/worker-fleet.ts";
