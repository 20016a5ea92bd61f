import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { inParallel } from "../in-parallel.ts";
import type { MessageQueue, ReceivedMessage } from "../ports/message-queue.ts";
import type { Clock, Random } from "../ports/runtime.ts";
import { type AwsAccess, clientOptions, errorName } from "./client.ts";
import { decodeGroup } from "./sqs-group.ts";
import { batches, sendBatch } from "./sqs-send.ts";
import { systemClock, systemRandom } from "./system.ts";

export interface SqsConfig extends AwsAccess {
  /** Queue URLs by the topology's names. A dead-letter queue goes by the name of the queue it serves and `-dlq`. */
  queues: Readonly<Record<string, string>>;
}

export interface SqsTools {
  client?: SQSClient;
  clock?: Clock;
  random?: Random;
}

/** Batches on their way at once. */
const CALLS_AT_ONCE = 16;

/**
 * The queue's URL goes with the call, never into the place of the endpoint: an emulator's or a private endpoint stands,
 * and on AWS the region's own serves every queue of the region.
 */
export const sqsClient = (access: AwsAccess): SQSClient =>
  new SQSClient({ ...clientOptions(access), useQueueUrlAsEndpoint: false });

/** Errors that say: this receipt is not the last one, or its message is gone. */
const stale = (error: unknown): boolean =>
  ["MessageNotInflight", "ReceiptHandleIsInvalid"].includes(errorName(error)) ||
  (errorName(error) === "InvalidParameterValue" && /not available for visibility timeout/i.test(String(error)));

const received = ({ MessageId, ReceiptHandle, Body, Attributes }: Message): ReceivedMessage => ({
  messageId: MessageId ?? "",
  receipt: ReceiptHandle ?? "",
  body: Body ?? "",
  ...(Attributes?.MessageGroupId === undefined ? {} : { group: decodeGroup(Attributes.MessageGroupId) }),
  receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  sentAt: Number(Attributes?.SentTimestamp ?? 0),
});

const inTens = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / 10) }, (_, index) => items.slice(index * 10, index * 10 + 10));

/** Standard SQS queues. */
export const sqsMessageQueue = (
  config: SqsConfig,
  { client = sqsClient(config), clock = systemClock, random = systemRandom }: SqsTools = {},
): MessageQueue => {
  const urlOf = (queue: string): string => {
    const url = config.queues[queue];
    if (url === undefined)
      throw new TypeError(`Unknown queue "${queue}"; the queues are ${Object.keys(config.queues).join(", ")}`);
    return url;
  };

  const deleteBatch = async (queue: string, receipts: readonly string[]): Promise<void> => {
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: urlOf(queue),
        Entries: receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    // A sender's fault is a stale receipt: somebody else has the message.
    const kept = Failed.filter(({ SenderFault }) => !SenderFault);
    if (kept.length > 0)
      throw new Error(`"${queue}" did not delete ${kept.length} of ${receipts.length} messages: ${kept[0]?.Code}`);
  };

  const queues: MessageQueue = {
    async send(queue, messages) {
      const target = { queue, url: urlOf(queue) };
      await inParallel(batches(queue, messages), CALLS_AT_ONCE, (batch) =>
        sendBatch(client, target, batch, { clock, random }),
      );
    },
    async receive(queue, { max, visibilitySeconds, waitSeconds, signal }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: urlOf(queue),
        MaxNumberOfMessages: Math.min(10, max),
        VisibilityTimeout: Math.ceil(visibilitySeconds),
        WaitTimeSeconds: Math.min(20, Math.ceil(waitSeconds)),
        MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp", "MessageGroupId"],
      });
      if (signal?.aborted) return [];
      try {
        const { Messages = [] } = await client.send(command, signal ? { abortSignal: signal } : {});
        return Messages.map(received);
      } catch (error) {
        if (signal?.aborted) return [];
        throw error;
      }
    },
    async extend(queue, receipt, seconds) {
      try {
        await client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: urlOf(queue),
            ReceiptHandle: receipt,
            VisibilityTimeout: Math.ceil(seconds),
          }),
        );
      } catch (error) {
        if (!stale(error)) throw error;
      }
    },
    async acknowledge(queue, receipts) {
      await inParallel(inTens(receipts), CALLS_AT_ONCE, (batch) => deleteBatch(queue, batch));
    },
    async depth(queue) {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: urlOf(queue),
          AttributeNames: [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
          ],
        }),
      );
      return {
        visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
      };
    },
    async redrive(queue, max) {
      const dead = `${queue}-dlq`;
      urlOf(queue);
      // Dead letters are redriven rarely, and never at a cold start.
      const { redrive } = await import("./sqs-redrive.ts");
      return redrive({ queues, client, clock, dead: { name: dead, url: urlOf(dead) }, target: queue, max });
    },
  };
  return queues;
};
