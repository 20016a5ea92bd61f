import { createHash } from "node:crypto";
import type { ReceivedMessage } from "@torrent/core/unstable";
import type { EventBridgeEvent, SQSEvent } from "aws-lambda";

const REGION = "local";
const ACCOUNT = "000000000000";

/** The event of an SQS event source mapping, field for field. */
export const sqsEvent = (queue: string, messages: readonly ReceivedMessage[], receivedAt: number): SQSEvent => ({
  Records: messages.map(({ messageId, receipt, body, group, receiveCount, sentAt }) => ({
    messageId,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: "embedded",
      ApproximateFirstReceiveTimestamp: String(receivedAt),
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    md5OfBody: createHash("md5").update(body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`,
    awsRegion: REGION,
  })),
});

/** The event of an EventBridge schedule. */
export const scheduledEvent = (rule: string, id: string, now: number): EventBridgeEvent<"Scheduled Event", object> => ({
  version: "0",
  id,
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: ACCOUNT,
  time: new Date(now).toISOString(),
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${rule}`],
  detail: {},
});
