import type { ModelTopology } from "../src/topology.ts";

const fn = (timeout: number, memoryMB: number, batchSize: number, window: number, maxConcurrency: number) => ({
  timeout,
  memoryMB,
  batchSize,
  window,
  visibility: 6 * timeout + window,
  maxReceives: 4,
  maxConcurrency,
});
const worker = (maxConcurrency: number) => ({ ...fn(3600, 8192, 1, 0, maxConcurrency), visibility: 120 });

/** A topology of the pipeline's shape, with nobody kept warm. */
export const smallTopology: ModelTopology = {
  queues: {
    intake: fn(900, 2048, 1, 0, 50),
    classify: fn(60, 512, 10, 0, 100),
    "light-urgent": fn(600, 3008, 1, 0, 100),
    "light-standard": fn(600, 3008, 1, 0, 200),
    "heavy-urgent": worker(10),
    "heavy-standard": worker(20),
    aggregate: fn(600, 3008, 1, 0, 20),
    dispatch: fn(30, 256, 10, 1, 2),
  },
  fleet: { maxWorkers: 20, tasksPerWorker: 20, idleSeconds: 120, cpu: 2048, memoryMB: 8192 },
  schedules: {
    sweep: { everyMinutes: 5 },
    warmPool: { workers: 0, days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" },
  },
};
