export { drain, VirtualClock } from "./clock.ts";
export { type MemoryCloud, type MemoryCloudOptions, memoryCloud } from "./cloud.ts";
export { MemoryMessageQueue } from "./message-queue.ts";
export { MemoryObjectStore, type MemoryObjectStoreOptions } from "./object-store.ts";
export { MemoryPackageStore } from "./package-store.ts";
export { SeededRandom } from "./random.ts";
export { MemoryTallyStore } from "./tally-store.ts";
export { type MemoryFleetOptions, MemoryWorkerFleet } from "./worker-fleet.ts";
