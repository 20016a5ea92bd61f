import { availableParallelism } from "node:os";
import { deadLetterQueue, defaultTopology, type QueueSpec } from "@torrent/core/unstable";
import type { EmbeddedCloud } from "../cloud.ts";
import { environments } from "./environments.ts";
import { type EventSource, eventSource, type SourceSpec } from "./event-source.ts";
import { scheduledEvent } from "./events.ts";
import { inProcess } from "./in-process.ts";
import type { Invoker, Stage } from "./invocation.ts";
import { type Permits, permits } from "./permits.ts";
import { lockRunner } from "./runner-lock.ts";
import { every } from "./schedule.ts";
import { mendCapacity, returnHeavyWork } from "./workers.ts";

/** The part of the topology that a runner reads. */
export interface RunnerTopology {
  queues: Readonly<Record<string, QueueSpec>>;
  schedules: { sweep: { everyMinutes: number; timeout: number; memoryMB: number } };
}

export interface RunnerOptions {
  cloud: EmbeddedCloud;
  /** Exports `handlers(cloud)`, see {@link Handlers}; imported once here and once in every environment. */
  handlersModule: URL;
  /** @default the deployment's own */
  topology?: RunnerTopology;
  /** Stages that run on worker threads, because they keep a core busy and are to end with their time. @default intake, analyze */
  threaded?: readonly Stage[];
  /** Worker threads, shared by the threaded stages. @default the machine's cores */
  threads?: number;
  /**
   * JavaScript heap of one thread, where the topology does not say less; buffers and WebAssembly come on top. Less is
   * collected sooner: two threads took 490 MB with 1,024 where they took 700 MB with the topology's 3,008. @default 1024
   */
  threadMemoryMB?: number;
  /** A thread that had nothing to do for so long ends, and another is started when there is work again. @default 2 */
  idleSeconds?: number;
  /** Invocations at once of each other queue, where the topology does not say less. @default 4 */
  concurrency?: number;
  /**
   * Wait before a failed message's first retry, doubling with every receive; `"visibility"` waits as AWS would, which
   * is up to 6 times the function's timeout. @default 1
   */
  retrySeconds?: number | "visibility";
}

export interface Runner {
  /** Receives nothing more, gives what runs `graceSeconds` (10) to end, and returns the rest to its queues. */
  stop(options?: { graceSeconds?: number }): Promise<void>;
}

/** Like the topology's functions; a dead letter that can't be buried is tried again until it can. */
const BURY = { timeout: 60, memoryMB: 512, batchSize: 10, window: 0, visibility: 360 };
const BURY_CONCURRENCY = 1;
const MEND_SECONDS = 15;

const sourcesOf = (queues: RunnerTopology["queues"]): (SourceSpec & { most: number })[] =>
  Object.entries(queues).flatMap(([queue, spec]) => [
    ...(spec.consumer === "worker" ? [] : [{ ...spec, queue, stage: spec.consumer, most: spec.maxConcurrency }]),
    { ...BURY, queue: deadLetterQueue(queue as never), stage: "bury" as const, most: BURY_CONCURRENCY },
  ]);

/** A killed runner's invocations are known to be over: their messages need not wait for the visibility timeout. */
const recover = async (
  cloud: EmbeddedCloud,
  sources: readonly SourceSpec[],
  heavy: readonly string[],
): Promise<void> => {
  let returned = 0;
  for (const { queue } of sources) returned += await cloud.queues.reclaim(queue);
  await returnHeavyWork(cloud, heavy);
  const strays = await cloud.objects.collectStrays();
  if (returned + strays > 0) cloud.log("info", "recovered", { returned, strays });
};

/** Runs every function of the topology on this machine, as Lambda's event sources and schedules would. */
export const startRunner = async (options: RunnerOptions): Promise<Runner> => {
  const {
    cloud,
    topology = defaultTopology,
    threaded = ["intake", "analyze"],
    threads = availableParallelism(),
  } = options;
  const { concurrency = 4, retrySeconds = 1, threadMemoryMB = 1024, idleSeconds = 2 } = options;
  const handlersModule = options.handlersModule.href;
  const main: Invoker = await inProcess(handlersModule, cloud);
  const unlock = lockRunner(cloud.dataDir);
  const sources = sourcesOf(topology.queues);
  const heavy = Object.entries(topology.queues).flatMap(([queue, { consumer }]) =>
    consumer === "worker" ? [queue] : [],
  );
  const stopping = new AbortController();

  const asked = sources.filter(({ stage }) => threaded.includes(stage)).map((source) => source.memoryMB);
  const memoryMB = Math.min(threadMemoryMB, Math.max(...asked, 64));
  const host = { log: cloud.log, rang: (queue: string) => cloud.wake.ring(queue) };
  const pool = environments({ handlersModule, dataDir: cloud.dataDir }, { memoryMB, idleSeconds }, host);
  const shared = permits(threads);

  const start = ({ most, ...spec }: SourceSpec & { most: number }): EventSource => {
    const onThread = threaded.includes(spec.stage);
    const limits: Permits[] = onThread ? [permits(most), shared] : [permits(Math.min(most, concurrency))];
    const base = retrySeconds === "visibility" ? undefined : retrySeconds;
    const invoker = onThread ? pool : main;
    return eventSource({ cloud, spec, invoker, limits, retrySeconds: base, stopping: stopping.signal });
  };
  const sweep = (): Promise<unknown> => {
    const { timeout: timeoutSeconds, memoryMB: memory } = topology.schedules.sweep;
    const requestId = cloud.random.id();
    const event = scheduledEvent("sweep", requestId, cloud.clock.now());
    return main.invoke({ stage: "sweep", event, requestId, timeoutSeconds, memoryMB: memory });
  };

  let done: Promise<unknown>;
  try {
    await recover(cloud, sources, heavy);
    done = Promise.all([
      ...sources.map((source) => start(source).done),
      every(cloud, "sweep", topology.schedules.sweep.everyMinutes * 60, stopping.signal, sweep),
      every(cloud, "workers", MEND_SECONDS, stopping.signal, () => mendCapacity(cloud, heavy)),
    ]);
  } catch (error) {
    unlock();
    throw error;
  }
  const stop = async (graceSeconds: number): Promise<void> => {
    stopping.abort();
    const over = new AbortController();
    await Promise.race([done, cloud.clock.sleep(graceSeconds * 1000, over.signal)]);
    over.abort();
    await Promise.all([main.close(), pool.close()]);
    await done;
    unlock();
  };
  let stopped: Promise<void> | undefined;
  return {
    stop({ graceSeconds = 10 } = {}) {
      stopped ??= stop(graceSeconds);
      return stopped;
    },
  };
};
