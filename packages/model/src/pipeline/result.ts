import type { Sketch } from "../engine/sketch.ts";
import type { Backlog } from "../stations/backlog.ts";
import { NONE, type Reason, reasons } from "../stations/reason.ts";
import { type Role, roles } from "../topology.ts";
import type { Usage } from "./meter.ts";
import { roleId, type World } from "./world.ts";

/** What a queue holds messages for, and the time until the next delivery of what failed or ran out of time. */
export type Waiting = Reason | "retry after a failure" | "retry after a timeout";

export interface QueueResult {
  name: string;
  received: number;
  mostWaiting: number;
  /** Invocations at once; workers are in `fleet`. */
  meanConcurrency: number;
  mostConcurrency: number;
  /** Message-seconds waited, by reason. */
  waited: Partial<Record<Waiting, number>>;
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
  /** Seconds of processor that would be used in each minute if no work waited; it goes on for a day after the last arrival. */
  demand: Float64Array;
}

const waitedOf = ({ retryWaits }: World, role: Role, backlog: Backlog): QueueResult["waited"] => {
  const waits: [Waiting, number][] = [...backlog.waited].map((seconds, code) => [reasons[code]!, seconds]);
  waits[NONE] = ["retry after a failure", retryWaits.failed[roleId[role]]!];
  waits.push(["retry after a timeout", retryWaits.timedOut[roleId[role]]!]);
  return Object.fromEntries(waits.filter(([, seconds]) => seconds > 0));
};

export const functionQueueResult = (world: World, role: Role, seconds: number): QueueResult => {
  const queue = world.functionQueues[roleId[role]]!;
  return {
    name: roles[role],
    received: queue.backlog.received,
    mostWaiting: queue.backlog.most,
    meanConcurrency: queue.busy / seconds,
    mostConcurrency: queue.mostRunning,
    waited: waitedOf(world, role, queue.backlog),
  };
};

export const heavyQueueResult = (world: World, role: Role, backlog: Backlog): QueueResult => ({
  name: roles[role],
  received: backlog.received,
  mostWaiting: backlog.most,
  meanConcurrency: 0,
  mostConcurrency: 0,
  waited: waitedOf(world, role, backlog),
});
