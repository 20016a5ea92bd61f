import {
  failureOf,
  type Pipeline,
  type QueueName,
  RetryLater,
  retryAfterSeconds,
  type Topology,
  traced,
} from "@torrent/core/unstable";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

/** The logical name of the queue that an event source ARN ends in. */
export type QueueResolver = (arn: string) => string;

/** Where a deployment names its queues as the topology does. */
export const lastPart: QueueResolver = (arn) => arn.slice(arn.lastIndexOf(":") + 1);

/** Left of the function's time to note the error and answer, in milliseconds. */
const MARGIN_MS = 5000;

/** Aborted a little before the function's time is up. */
export const timeLeft = (context: Pick<Context, "getRemainingTimeInMillis">): AbortSignal =>
  AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS));

/** A dead letter that cannot be buried is tried again until it can. */
const receivesOf = ({ queues }: Topology, queue: string): number =>
  queues[queue as QueueName]?.maxReceives ?? Number.POSITIVE_INFINITY;

/**
 * Runs every record of a batch by itself and answers with those that failed: one bad record returns alone. A record is
 * acknowledged by its absence from the answer, so only after `run` has resolved. It runs over a pipeline whose log says of
 * every line which package and trace it belongs to.
 */
export const eachRecord = async <P extends Pipeline>(
  pipeline: P,
  event: SQSEvent,
  queueOf: QueueResolver,
  run: (record: SQSRecord, pipeline: P, queue: string) => Promise<unknown>,
): Promise<SQSBatchResponse> => {
  const failed = await Promise.all(
    event.Records.map(async (record) => {
      const queue = queueOf(record.eventSourceARN);
      const cloud = traced(pipeline.cloud, record.body);
      try {
        await run(record, { ...pipeline, cloud }, queue);
        return undefined;
      } catch (error) {
        const attempt = Number(record.attributes.ApproximateReceiveCount);
        const { messageId, receiptHandle } = record;
        cloud.log(error instanceof RetryLater ? "info" : "warn", "record-failed", {
          queue,
          messageId,
          attempt,
          ...failureOf(error),
        });
        const seconds =
          error instanceof RetryLater
            ? error.afterSeconds
            : retryAfterSeconds(pipeline.topology, { maxReceives: receivesOf(pipeline.topology, queue) }, attempt);
        // Without it the record waits for the queue's whole visibility; that must not fail the others.
        await cloud.queues
          .extend(queue, receiptHandle, seconds)
          .catch((cause: unknown) => cloud.log("warn", "delay-failed", { queue, messageId, ...failureOf(cause) }));
        return messageId;
      }
    }),
  );
  return { batchItemFailures: failed.flatMap((id) => (id === undefined ? [] : [{ itemIdentifier: id }])) };
};
