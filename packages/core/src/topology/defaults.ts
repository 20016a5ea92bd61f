import { limits } from "../limits.ts";
import type { Consumer, QueueSpec, Topology } from "./topology.ts";

const fn = (
  consumer: Consumer,
  timeout: number,
  memoryMB: number,
  batchSize: number,
  window: number,
  maxConcurrency: number,
): QueueSpec => ({
  consumer,
  timeout,
  memoryMB,
  batchSize,
  window,
  visibility: 6 * timeout + window,
  maxReceives: 4,
  maxConcurrency,
});

/** Workers hold a message for this long and renew it at a third of it. */
const WORKER_VISIBILITY = 120;

const worker = (maxConcurrency: number): QueueSpec => ({
  consumer: "worker",
  timeout: 3600,
  memoryMB: 8192,
  batchSize: 1,
  window: 0,
  visibility: WORKER_VISIBILITY,
  maxReceives: 4,
  maxConcurrency,
});

/** The topology of a choreography that overrides nothing; see `buildTopology`. */
export const defaultTopology: Topology = {
  queues: {
    intake: fn("intake", 900, 2048, 1, 0, 50),
    classify: fn("classify", 60, 512, 10, 0, 100),
    "light-urgent": fn("analyze", 600, 3008, 1, 0, 100),
    "light-standard": fn("analyze", 600, 3008, 1, 0, 200),
    "heavy-urgent": worker(10),
    "heavy-standard": worker(20),
    aggregate: fn("aggregate", 600, 3008, 1, 0, 20),
    dispatch: fn("dispatch", 30, 256, 10, 1, 2),
    complete: fn("complete", 120, 512, 1, 0, 10),
  },
  schedules: {
    sweep: { everyMinutes: 5, timeout: 300, memoryMB: 512 },
    warmPool: { workers: 1, days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" },
  },
  fleet: { maxWorkers: 20, tasksPerWorker: 20, idleSeconds: 120, leaseSeconds: 60, cpu: 2048, memoryMB: 8192 },
  limits,
  deadlineHours: 24,
  stallSeconds: 3900,
  retrySeconds: 30,
};
