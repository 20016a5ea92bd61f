import {
  AggregateMessage,
  type Aggregating,
  aggregate,
  handOver,
  holdWhile,
  parseMessage,
} from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

/**
 * The queue hides a message for an hour, as a function of ten minutes asks for; held for a minute at a time it comes back
 * a minute after its aggregator died, when the lease has ended too.
 */
const HOLD_SECONDS = 60;

export const aggregateHandler =
  (pipeline: Aggregating, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline, event, queueOf, async ({ body, receiptHandle: receipt }, own, queue) => {
      const message = parseMessage(AggregateMessage, body);
      if (await handOver(own, message)) return;
      await own.cloud.queues.extend(queue, receipt, HOLD_SECONDS);
      await holdWhile(own.cloud, { queue, receipt, seconds: HOLD_SECONDS }, () => aggregate(own, message));
    });
