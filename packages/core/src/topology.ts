import { limits } from "./limits.ts";
import type { Lane, Route } from "./plan.ts";

/** One queue, its dead-letter queue, and the function (or fleet) that it feeds. Times in seconds. */
export interface QueueSpec {
  /** Which stage's handler takes its batches; `worker` is pulled by the fleet. */
  stage: "intake" | "classify" | "analyze" | "worker" | "aggregate" | "dispatch";
  /** Time limit of one invocation; for `worker` the time limit of one task. */
  timeout: number;
  memoryMB: number;
  batchSize: number;
  /** Batching window. */
  window: number;
  /** At least 6 × timeout + window for functions (AWS's rule); the worker extends its own by heartbeat. */
  visibility: number;
  maxReceives: number;
  /** `MaximumConcurrency` of the event source mapping (2–1,000), never reserved concurrency. */
  maxConcurrency: number;
}

const fn = (
  stage: QueueSpec["stage"],
  timeout: number,
  memoryMB: number,
  batchSize: number,
  window: number,
  maxConcurrency: number,
): QueueSpec => ({
  stage,
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
  stage: "worker",
  timeout: 3600,
  memoryMB: 8192,
  batchSize: 1,
  window: 0,
  visibility: WORKER_VISIBILITY,
  maxReceives: 4,
  maxConcurrency,
});

/** The pipeline as plain data; `infra/` and the embedded runner both read it, and nothing is written twice. */
export const topology = {
  queues: {
    intake: fn("intake", 900, 2048, 1, 0, 50),
    classify: fn("classify", 60, 512, 10, 0, 100),
    "light-urgent": fn("analyze", 600, 3008, 1, 0, 100),
    "light-standard": fn("analyze", 600, 3008, 1, 0, 200),
    "heavy-urgent": worker(10),
    "heavy-standard": worker(20),
    aggregate: fn("aggregate", 600, 3008, 1, 0, 20),
    dispatch: fn("dispatch", 30, 256, 10, 1, 2),
  } satisfies Record<string, QueueSpec>,
  schedules: {
    sweep: { everyMinutes: 5, timeout: 300, memoryMB: 512 },
    /** Minimum number of workers while the business is open; zero after hours. */
    warmPool: { workers: 1, days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" },
  },
  fleet: {
    maxWorkers: 20,
    /** Queued heavy tasks that one worker is expected to clear by itself. */
    tasksPerWorker: 20,
    /** A worker with nothing to do leaves after this many seconds. */
    idleSeconds: 120,
    leaseSeconds: 60,
    cpu: 2048,
    memoryMB: 8192,
  },
  limits,
  /** Hours from registration until the sweep expires what is missing. */
  deadlineHours: 24,
  /** The sweep leaves alone what moved within this time; longer than any one task may take without settling. */
  stallSeconds: 3900,
} as const;

export type QueueName = keyof typeof topology.queues;
export const queueNames = Object.keys(topology.queues) as QueueName[];
export const queueSpec = (queue: QueueName): QueueSpec => topology.queues[queue];
export const deadLetterQueue = (queue: QueueName): string => `${queue}-dlq`;
export const heavyQueues = ["heavy-urgent", "heavy-standard"] as const satisfies readonly QueueName[];

export const taskQueue = (route: Route, lane: Lane): QueueName =>
  `${route === "lambda" ? "light" : "heavy"}-${lane}` as const;
