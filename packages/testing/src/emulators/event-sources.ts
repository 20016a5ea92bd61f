import { setTimeout as wait } from "node:timers/promises";
import {
  type Cloud,
  deadLetterQueue,
  defaultTopology,
  type QueueSpec,
  queueNames,
  type ReceivedMessage,
} from "@torrent/core/unstable";

/** The part of Lambda's SQS event that handlers read. */
export interface QueueEvent {
  Records: {
    messageId: string;
    receiptHandle: string;
    body: string;
    eventSource: "aws:sqs";
    eventSourceARN: string;
    awsRegion: string;
    md5OfBody: string;
    messageAttributes: Record<string, never>;
    attributes: {
      ApproximateReceiveCount: string;
      ApproximateFirstReceiveTimestamp: string;
      SentTimestamp: string;
      SenderId: string;
    };
  }[];
}

export type QueueHandler = (
  event: QueueEvent,
  context: { getRemainingTimeInMillis(): number },
) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;

/** Who takes which stage's queues; `bury` takes the dead letters. A queue without a handler is left to somebody else. */
export type StageHandlers = Partial<Record<QueueSpec["consumer"] | "bury", QueueHandler>>;

const LOOK_MS = 20;
/** Lambda's own batches are as large as the topology says; SQS gives out ten at a time. */
const RECEIVE_LIMIT = 10;

const eventOf = (queue: string, messages: readonly ReceivedMessage[]): QueueEvent => ({
  Records: messages.map(({ messageId, receipt, body, receiveCount, sentAt }) => ({
    messageId,
    receiptHandle: receipt,
    body,
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: "us-east-1",
    md5OfBody: "",
    messageAttributes: {},
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(sentAt),
      SentTimestamp: String(sentAt),
      SenderId: "test",
    },
  })),
});

const sources = (handlers: StageHandlers) =>
  queueNames.flatMap((name) => {
    const spec = defaultTopology.queues[name];
    return [
      { queue: name as string, handler: handlers[spec.consumer], spec },
      { queue: deadLetterQueue(name), handler: handlers.bury, spec },
    ];
  });

/**
 * Lambda's event source mappings, which no emulator has: hands what is in the queues to the handlers, with partial batch
 * responses, until every queue and every dead-letter queue is empty; how many messages each queue delivered. Messages
 * that come back later (visibility, delay) are waited for.
 */
export const drain = async (
  cloud: Pick<Cloud, "queues">,
  handlers: StageHandlers,
  { withinMs = 60_000 }: { withinMs?: number } = {},
): Promise<Record<string, number>> => {
  const delivered: Record<string, number> = {};
  const until = performance.now() + withinMs;

  const deliver = async ({ queue, handler, spec }: ReturnType<typeof sources>[number]): Promise<number> => {
    if (!handler) return 0;
    const messages = await cloud.queues.receive(queue, {
      max: Math.min(RECEIVE_LIMIT, spec.batchSize),
      visibilitySeconds: spec.visibility,
      waitSeconds: 0,
    });
    if (messages.length === 0) return 0;
    delivered[queue] = (delivered[queue] ?? 0) + messages.length;
    const ends = performance.now() + spec.timeout * 1000;
    const answer = await handler(eventOf(queue, messages), {
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(ends - performance.now())),
    });
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = messages.filter(({ messageId }) => !failed.has(messageId)).map(({ receipt }) => receipt);
    await cloud.queues.acknowledge(queue, done);
    return messages.length;
  };

  const waiting = async (queue: string): Promise<number> => {
    const { visible, inFlight, delayed } = await cloud.queues.depth(queue);
    return visible + inFlight + delayed;
  };

  const all = sources(handlers);
  for (;;) {
    const moved = await Promise.all(all.map(deliver));
    if (moved.some((count) => count > 0)) continue;
    const left = await Promise.all(all.map(({ queue }) => waiting(queue)));
    if (left.every((count) => count === 0)) return delivered;
    if (performance.now() > until) {
      const stuck = all.flatMap(({ queue }, index) => (left[index] ? [`${queue}: ${left[index]}`] : []));
      throw new Error(`The queues are not empty after ${withinMs} ms: ${stuck.join(", ")}`);
    }
    await wait(LOOK_MS);
  }
};
