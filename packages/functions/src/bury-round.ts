import { deadLetterQueue, type Pipeline, queueNames } from "@torrent/core/unstable";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { buryHandler } from "./bury.ts";

/** As many as SQS gives out at a time. */
const BATCH = 10;
/** Longer than a batch takes, so that no other round takes it at the same time. */
const VISIBILITY_SECONDS = 360;
/** Left of the function's time to end the batch in hand, in milliseconds. */
const MARGIN_MS = 20_000;

export interface BuryRound {
  buried: number;
  /** Left in their queues, for the next round. */
  left: number;
}

/**
 * One look at every dead-letter queue, by schedule: an event source mapping per queue polls all month, for more than everything
 * else that a stage without work costs. What can't be buried stays, and is visible again a while later.
 */
export const buryRound =
  (pipeline: Pipeline) =>
  async (context: { getRemainingTimeInMillis(): number }): Promise<BuryRound> => {
    const bury = buryHandler(pipeline);
    const round: BuryRound = { buried: 0, left: 0 };
    const emptied = async (queue: string): Promise<void> => {
      while (context.getRemainingTimeInMillis() > MARGIN_MS) {
        const event = await received(pipeline, queue);
        if (event.Records.length === 0) return;
        const { batchItemFailures } = await bury(event);
        const left = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        const done = event.Records.filter(({ messageId }) => !left.has(messageId));
        await pipeline.cloud.queues.acknowledge(
          queue,
          done.map(({ receiptHandle }) => receiptHandle),
        );
        round.buried += done.length;
        round.left += left.size;
      }
    };
    await Promise.all(queueNames.map((name) => emptied(deadLetterQueue(name))));
    if (round.buried + round.left > 0) pipeline.cloud.log("warn", "buried", { ...round });
    return round;
  };

const received = async ({ cloud }: Pipeline, queue: string): Promise<SQSEvent> => {
  const options = { max: BATCH, visibilitySeconds: VISIBILITY_SECONDS, waitSeconds: 0 };
  const messages = await cloud.queues.receive(queue, options);
  return {
    Records: messages.map(
      ({ messageId, receipt, body, receiveCount, sentAt }): SQSRecord => ({
        messageId,
        receiptHandle: receipt,
        body,
        eventSource: "aws:sqs",
        eventSourceARN: queue,
        awsRegion: "",
        md5OfBody: "",
        messageAttributes: {},
        attributes: {
          ApproximateReceiveCount: String(receiveCount),
          ApproximateFirstReceiveTimestamp: String(sentAt),
          SentTimestamp: String(sentAt),
          SenderId: "",
        },
      }),
    ),
  };
};
