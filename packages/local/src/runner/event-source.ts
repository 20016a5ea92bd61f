import { failureOf, type ReceivedMessage } from "@torrent/core/unstable";
import type { EmbeddedCloud } from "../cloud.ts";
import { failedOf } from "./batch-response.ts";
import { sqsEvent } from "./events.ts";
import type { Invoker, Stage } from "./invocation.ts";
import type { Permits } from "./permits.ts";
import { isStarved } from "./starvation.ts";

/** One queue and the function that it feeds. Times in seconds. */
export interface SourceSpec {
  queue: string;
  stage: Stage;
  timeout: number;
  memoryMB: number;
  batchSize: number;
  window: number;
  visibility: number;
  /** Receives after which a failed message is dead; `undefined` for a dead-letter queue. */
  maxReceives?: number;
}

export interface EventSource {
  /** Resolves once stopping was asked for and no invocation runs. */
  done: Promise<void>;
}

export interface SourceParts {
  cloud: EmbeddedCloud;
  spec: SourceSpec;
  invoker: Invoker;
  /** All must be held to run one invocation. */
  limits: readonly Permits[];
  /** Wait before the first retry; doubles with every receive. `undefined` leaves failed messages to their visibility. */
  retrySeconds: number | undefined;
  stopping: AbortSignal;
}

const IDLE_SECONDS = 20;
const RETRY_LIMIT_SECONDS = 60;
/** A dead letter is tried without end, so never at once. */
const DEAD_LETTER_SECONDS = 1;
const RECEIVE_LIMIT = 10;
/** Until the machine has what it lacks again. */
const STARVED_SECONDS = 120;
/** After an error of the store itself. */
const PAUSE_MS = 1000;

/** Receives batches and invokes the function with them, as an SQS event source mapping does. */
export const eventSource = ({ cloud, spec, invoker, limits, retrySeconds, stopping }: SourceParts): EventSource => {
  const { queues, clock, log } = cloud;
  const { queue, stage } = spec;
  const running = new Set<Promise<void>>();

  const enter = async (): Promise<boolean> => {
    for (const [held, limit] of limits.entries())
      if (!(await limit.acquire(stopping))) {
        for (const one of limits.slice(0, held)) one.release();
        return false;
      }
    return true;
  };
  const leave = (): void => {
    for (const limit of limits) limit.release();
  };

  const receive = (max: number): Promise<ReceivedMessage[]> =>
    queues.receive(queue, {
      max: Math.min(max, RECEIVE_LIMIT),
      visibilitySeconds: spec.visibility,
      waitSeconds: 0,
      signal: stopping,
    });
  const gather = async (): Promise<ReceivedMessage[]> => {
    const batch = await receive(spec.batchSize);
    if (batch.length === 0 || batch.length >= spec.batchSize || spec.window === 0) return batch;
    await clock.sleep(spec.window * 1000, stopping);
    return [...batch, ...(await receive(spec.batchSize - batch.length))];
  };

  const delayOf = (message: ReceivedMessage, base: number): number => {
    const { maxReceives } = spec;
    if (stopping.aborted || (maxReceives !== undefined && message.receiveCount >= maxReceives)) return 0;
    const first = maxReceives === undefined ? Math.max(base, DEAD_LETTER_SECONDS) : base;
    return Math.min(RETRY_LIMIT_SECONDS, first * 2 ** (message.receiveCount - 1));
  };
  const settle = async (
    batch: readonly ReceivedMessage[],
    failed: ReadonlySet<string>,
    starved: boolean,
  ): Promise<void> => {
    const done = batch.filter(({ messageId }) => !failed.has(messageId)).map(({ receipt }) => receipt);
    await queues.acknowledge(queue, done);
    if (starved && !stopping.aborted) {
      const receipts = batch.filter(({ messageId }) => failed.has(messageId)).map(({ receipt }) => receipt);
      log("warn", "machine-starved", { queue, messages: receipts.length, seconds: STARVED_SECONDS });
      return queues.restore(queue, receipts, STARVED_SECONDS);
    }
    const base = stopping.aborted ? 0 : retrySeconds;
    if (base === undefined) return;
    for (const message of batch)
      if (failed.has(message.messageId)) await queues.giveBack(queue, [message.receipt], delayOf(message, base));
  };

  const invoke = async (batch: readonly ReceivedMessage[]): Promise<void> => {
    const ids = batch.map(({ messageId }) => messageId);
    const requestId = cloud.random.id();
    let failed: ReadonlySet<string> = new Set(ids);
    let starved = false;
    try {
      const event = sqsEvent(queue, batch, clock.now());
      const { timeout: timeoutSeconds, memoryMB } = spec;
      failed = failedOf(await invoker.invoke({ stage, event, requestId, timeoutSeconds, memoryMB }), ids);
      starved = failed.size > 0 && isStarved();
    } catch (error) {
      starved = isStarved(error);
      log("error", "invocation-failed", { queue, stage, requestId, messages: ids.length, ...failureOf(error) });
    }
    await settle(batch, failed, starved);
  };

  const step = async (): Promise<void> => {
    await queues.waiting(queue, IDLE_SECONDS, stopping);
    if (!(await enter())) return;
    let started = false;
    try {
      const batch = await gather();
      if (batch.length === 0) return;
      started = true;
      const run = invoke(batch)
        .catch((error) => log("error", "settling-failed", { queue, ...failureOf(error) }))
        .finally(() => {
          running.delete(run);
          leave();
        });
      running.add(run);
    } finally {
      if (!started) leave();
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.aborted) {
      try {
        await step();
      } catch (error) {
        log("error", "receive-failed", { queue, ...failureOf(error) });
        await clock.sleep(PAUSE_MS, stopping);
      }
    }
    await Promise.all(running);
  };
  return { done: loop() };
};
