import { Sketch } from "../engine/sketch.ts";
import type { Backlog } from "../stations/backlog.ts";
import type { FunctionQueue } from "../stations/function-queue.ts";
import { NONE, type Reason, reasons } from "../stations/reason.ts";
import { type Role, roles } from "../topology.ts";
import type { Usage } from "./meter.ts";

export interface QueueResult {
  name: string;
  received: number;
  mostWaiting: number;
  meanConcurrency: number;
  mostConcurrency: number;
  /** Message-seconds waited, by reason. */
  waited: Partial<Record<Reason, number>>;
}

export interface SimulationResult {
  /** Simulated seconds until the last report. */
  lastedSeconds: number;
  seconds: number;
  events: number;
  completed: number;
  deadLetters: number;
  latency: Sketch;
  urgentLatency: Sketch;
  /** Package-seconds in the system; by Little's law the sum of all latencies. */
  packageSeconds: number;
  mostOpenPackages: number;
  queues: QueueResult[];
  functions: { name: string; invocations: number; coldStarts: number; mostConcurrency: number }[];
  fleet: { launches: number; mostWorkers: number; paidSeconds: number; busySlotSeconds: number; slots: number };
  table: { units: number; writes: number; mostPerSecond: number; tableDelay: number; partitionDelay: number };
  usage: Usage;
  /** Seconds of processor that the packages of each minute need. */
  demand: Float64Array;
}

const waitedOf = (backlog: Backlog): QueueResult["waited"] =>
  Object.fromEntries(
    [...backlog.waited].flatMap((seconds, code) => (code !== NONE && seconds > 0 ? [[reasons[code], seconds]] : [])),
  );

export const functionQueueResult = (role: Role, queue: FunctionQueue, seconds: number): QueueResult => ({
  name: roles[role],
  received: queue.backlog.received,
  mostWaiting: queue.backlog.most,
  meanConcurrency: queue.busy / seconds,
  mostConcurrency: queue.mostRunning,
  waited: waitedOf(queue.backlog),
});

export const heavyQueueResult = (role: Role, backlog: Backlog, busySeconds: number, seconds: number): QueueResult => ({
  name: roles[role],
  received: backlog.received,
  mostWaiting: backlog.most,
  meanConcurrency: busySeconds / seconds,
  mostConcurrency: 0,
  waited: waitedOf(backlog),
});

export const newSketches = () => ({ latency: new Sketch(), urgentLatency: new Sketch() });
