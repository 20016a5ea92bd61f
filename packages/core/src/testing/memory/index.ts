export { drain, VirtualClock } from "./clock.ts";
export * from "./cloud.ts";
export { MemoryMessageQueue } from "./message-queue.ts";
export * from "./object-store.ts";
export { MemoryPackageStore } from "./package-store.ts";
export { SeededRandom } from "./random.ts";
export { MemoryTallyStore } from "./tally-store.ts";
export * from "./worker-fleet.ts";
