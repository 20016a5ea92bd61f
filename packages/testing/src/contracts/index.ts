/** Contract suites: call one inside a Vitest file with a function that makes your adapter. */
export type { Subject, Without } from "./contract.ts";
export { messageQueueContract, type QueueSubject } from "./message-queue.ts";
export { type ObjectStorePart, type ObjectSubject, objectStoreContract } from "./object-store.ts";
export { type PackageSubject, packageStoreContract } from "./package-store.ts";
export { type TallySubject, tallyStoreContract } from "./tally-store.ts";
export { type FleetSubject, workerFleetContract } from "./worker-fleet.ts";
