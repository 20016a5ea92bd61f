import type { Limits } from "../limits.ts";
import type { Lane, Route } from "../plan.ts";

/** Who takes the messages of a queue: the stage of that name, or the workers, which pull. */
export type Consumer = "intake" | "classify" | "analyze" | "worker" | "aggregate" | "dispatch" | "complete";

/** One queue, its dead-letter queue, and the function (or fleet) that it feeds. Times in seconds. */
export interface QueueSpec {
  consumer: Consumer;
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

export const queueNames = [
  "intake",
  "classify",
  "light-urgent",
  "light-standard",
  "heavy-urgent",
  "heavy-standard",
  "aggregate",
  "dispatch",
  "complete",
] as const;
export type QueueName = (typeof queueNames)[number];

/** The workers of a deployment. */
export interface FleetSpec {
  maxWorkers: number;
  /** Queued heavy tasks that one worker is expected to clear by itself. */
  tasksPerWorker: number;
  /** A worker with nothing to do leaves after this many seconds. */
  idleSeconds: number;
  leaseSeconds: number;
  /** Fargate CPU units; 1,024 are one vCPU. */
  cpu: number;
  memoryMB: number;
}

/** Minimum number of workers while the business is open; zero after hours. Days are 1 (Monday) to 7, times `HH:MM`. */
export interface WarmPool {
  workers: number;
  days: readonly number[];
  from: string;
  to: string;
  timeZone: string;
}

/** A pipeline's queues, functions, workers, schedules and limits as plain data: infrastructure and runners both read it. */
export interface Topology {
  queues: Readonly<Record<QueueName, QueueSpec>>;
  schedules: { sweep: { everyMinutes: number; timeout: number; memoryMB: number }; warmPool: WarmPool };
  fleet: FleetSpec;
  limits: Limits;
  /** Hours from registration until the sweep expires what is missing. */
  deadlineHours: number;
  /** The sweep leaves alone what moved within this time; longer than any one task may take without settling. */
  stallSeconds: number;
  /** Seconds until a delivery that failed is tried again; eight times as long after the second failure, and again after the third. */
  retrySeconds: number;
}

export const deadLetterQueue = (queue: QueueName): string => `${queue}-dlq`;
export const heavyQueues = ["heavy-urgent", "heavy-standard"] as const satisfies readonly QueueName[];

export const taskQueue = (route: Route, lane: Lane): QueueName =>
  `${route === "function" ? "light" : "heavy"}-${lane}` as const;

/** Is the queue pulled by workers? */
export const isHeavy = (queue: QueueName): boolean => (heavyQueues as readonly QueueName[]).includes(queue);
