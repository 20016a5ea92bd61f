/** Contract suites: call one inside a Vitest file with a function that makes your adapter. */
export type { Subject, Without } from "./contract.ts";
export * from "./message-queue.ts";
export * from "./object-store.ts";
export * from "./package-store.ts";
export * from "./tally-store.ts";
export * from "./worker-fleet.ts";
