import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from "@aws-sdk/client-sqs";
import { TerminalError } from "../errors.ts";
import type { OutgoingMessage } from "../ports/message-queue.ts";
import type { Clock, Random } from "../ports/runtime.ts";
import { encodeGroup } from "./sqs-group.ts";

/** Per call, all messages together; per message as well. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const SEND_BYTES = 2 ** 20;
const SEND_ENTRIES = 10;
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 100;

/** Cuts messages into calls, in their order. */
export const batches = (queue: string, messages: readonly OutgoingMessage[]): SendMessageBatchRequestEntry[][] => {
  const all: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const { body, group, delaySeconds } of messages) {
    const size = Buffer.byteLength(body);
    if (size > SEND_BYTES)
      throw new TerminalError(
        "message-too-large",
        `A message for "${queue}" has ${size} bytes; SQS takes ${SEND_BYTES}`,
      );
    let batch = all.at(-1);
    if (!batch || batch.length === SEND_ENTRIES || bytes + size > SEND_BYTES) {
      batch = [];
      all.push(batch);
      bytes = 0;
    }
    bytes += size;
    batch.push({
      Id: String(batch.length),
      MessageBody: body,
      ...(group === undefined || group === "" ? {} : { MessageGroupId: encodeGroup(group) }),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: Math.ceil(delaySeconds) }),
    });
  }
  return all;
};

/** Sends one batch; what SQS did not take of it is sent again, by itself and later. */
export const sendBatch = async (
  client: SQSClient,
  { queue, url }: { queue: string; url: string },
  entries: readonly SendMessageBatchRequestEntry[],
  { clock, random }: { clock: Clock; random: Random },
): Promise<void> => {
  let rest = [...entries];
  for (let attempt = 1; ; attempt += 1) {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: rest }));
    const [failure] = Failed;
    if (!failure) return;
    const rejected = Failed.find(({ SenderFault }) => SenderFault);
    if (rejected)
      throw new TerminalError(
        "message-rejected",
        `"${queue}" takes no such message: ${rejected.Code}: ${rejected.Message}`,
      );
    if (attempt === ATTEMPTS)
      throw new Error(`"${queue}" did not take ${Failed.length} messages in ${ATTEMPTS} attempts: ${failure.Code}`);
    const ids = new Set(Failed.map(({ Id }) => Id));
    rest = rest.filter(({ Id }) => ids.has(Id));
    await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + random.fraction()));
  }
};
