import type { MemoryMessageQueue } from "@torrent/core/testing/memory";
import type { MessageQueue, ReceivedMessage } from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Environment, Process } from "./process.ts";

export type Handler = (event: SQSEvent, context: { getRemainingTimeInMillis(): number }) => Promise<SQSBatchResponse>;

export interface SourceOptions {
  queue: string;
  batchSize: number;
  visibilitySeconds: number;
  timeoutSeconds: number;
  /** Invocations at the same time. */
  concurrency: number;
  /** A new Lambda environment of the function behind the queue. */
  start(name: string): { process: Process; handler: Handler };
}

/**
 * What AWS does between a queue and a function: receives, invokes an idle environment or a new one, and deletes what the
 * answer does not call failed. A function that dies, throws or runs out of time deletes nothing.
 */
export class EventSource {
  running = 0;
  readonly #options: SourceOptions;
  readonly #environment: Environment;
  readonly #store: MemoryMessageQueue;
  readonly #queues: MessageQueue;
  readonly #idle: { process: Process; handler: Handler }[] = [];
  #started = 0;
  #release = (): void => {};

  /** `queues` is the store as observers see it; `store` is behind their backs. */
  constructor(options: SourceOptions, environment: Environment, store: MemoryMessageQueue, queues: MessageQueue) {
    this.#options = options;
    this.#environment = environment;
    this.#store = store;
    this.#queues = queues;
  }

  async poll(): Promise<never> {
    const { queue, batchSize, visibilitySeconds, concurrency } = this.#options;
    for (;;) {
      while (this.running >= concurrency)
        await new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      const wait = { max: batchSize, visibilitySeconds, waitSeconds: Number.POSITIVE_INFINITY };
      const batch = await this.#queues.receive(queue, wait);
      this.running += 1;
      void this.#deliver(batch).then(() => {
        this.running -= 1;
        this.#release();
      });
    }
  }

  async #deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    const { queue } = this.#options;
    const { clock, faults, timeline } = this.#environment;
    const fault = faults.next("source.receive", clock.now());
    if (fault) timeline.note(`${queue} source`, () => `receives ×${batch.length}   ← ${fault.kind}`);
    switch (fault?.kind) {
      case "duplicate":
        this.#store.accept(queue, batch);
        break;
      case "redeliver":
        for (const { receipt } of batch) await this.#store.extend(queue, receipt, 0);
        break;
      case "late":
        await clock.sleep(fault.ms);
        break;
      case "swallow":
        faults.lost.push(...batch.map(({ body }) => body));
        return this.#store.acknowledge(
          queue,
          batch.map(({ receipt }) => receipt),
        );
    }
    const answer = await this.#invoke(batch);
    if (!answer) return;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = batch.filter(({ messageId }) => !failed.has(messageId)).map(({ receipt }) => receipt);
    const broken = faults.next("source.acknowledge", clock.now());
    if (broken) timeline.note(`${queue} source`, () => `deletes ×${done.length}   ← ${broken.kind}`);
    if (broken?.kind === "slow") await clock.sleep(broken.ms);
    if (broken?.kind !== "lose") await this.#queues.acknowledge(queue, done);
  }

  /** The answer; `undefined` where there is none. */
  async #invoke(batch: readonly ReceivedMessage[]): Promise<SQSBatchResponse | undefined> {
    const { queue, timeoutSeconds } = this.#options;
    const { clock } = this.#environment;
    const environment = this.#idle.pop() ?? this.#options.start(`${queue}-${++this.#started}`);
    const { process, handler } = environment;
    process.note(
      () => `invoked with ${batch.map(({ messageId, receiveCount }) => `${messageId}×${receiveCount}`).join()}`,
    );
    const over = new AbortController();
    const late = clock.sleep(timeoutSeconds * 1000, over.signal).then(() => {
      if (!over.signal.aborted) process.die(`timeout of ${timeoutSeconds} s`);
      return process.died;
    });
    const answer = handler(eventOf(queue, batch), { getRemainingTimeInMillis: () => timeoutSeconds * 1000 });
    const got = await Promise.race([answer, process.died, late]).catch((error: unknown) => {
      process.die(`threw ${error}`);
      return undefined;
    });
    over.abort();
    if (process.alive) this.#idle.push(environment);
    return got;
  }
}

const eventOf = (queue: string, batch: readonly ReceivedMessage[]): SQSEvent => ({
  Records: batch.map(({ messageId, receipt, body, group, receiveCount, sentAt }) => ({
    messageId,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: "simulation",
      ApproximateFirstReceiveTimestamp: String(sentAt),
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: "us-east-1",
  })),
});
