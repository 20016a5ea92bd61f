import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { MessageQueue } from "../ports/message-queue.ts";
import type { Clock } from "../ports/runtime.ts";
import { errorName } from "./client.ts";

/** Maximum number of messages to move one by one: a move task is asynchronous and moves all messages. */
const BY_HAND = 100;
/** A move task carries up to 500 messages a second; how long its end is waited for. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 1_000;
/** How long a message that is moved by hand is hidden from others who redrive. */
const HELD_SECONDS = 60;

const unsupported = new Set(["InvalidAction", "UnsupportedOperation", "UnknownOperationException", "NotImplemented"]);

export interface Redrive {
  queues: Pick<MessageQueue, "receive" | "send" | "acknowledge">;
  client: SQSClient;
  clock: Clock;
  dead: { name: string; url: string };
  target: string;
  max: number;
}

/**
 * Moves dead letters back. Where all of many are to go, SQS's own move task does it (one at a time per queue; what it
 * has not moved after 20 s it goes on moving, and the answer is what it has); otherwise, and where there is no such task,
 * each is received, sent, and only then deleted: a crash between repeats it and loses nothing.
 */
export const redrive = async (job: Redrive): Promise<number> => {
  const { client, dead, max } = job;
  if (max > BY_HAND) {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: dead.url,
        AttributeNames: ["ApproximateNumberOfMessages", "QueueArn"],
      }),
    );
    const waiting = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    if (waiting > BY_HAND && waiting <= max) {
      const moved = await byMoveTask(job, Attributes?.QueueArn);
      if (moved !== undefined) return moved;
    }
  }
  return byHand(job);
};

const byMoveTask = async ({ client, clock }: Redrive, SourceArn: string | undefined): Promise<number | undefined> => {
  try {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  } catch (error) {
    if (unsupported.has(errorName(error))) return undefined;
    throw error;
  }
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results;
    if (task?.Status === "FAILED") throw new Error(`SQS could not move the dead letters: ${task.FailureReason}`);
    if (task?.Status !== "RUNNING" || waited >= WAIT_MS) return Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    await clock.sleep(LOOK_EVERY_MS);
  }
};

const byHand = async ({ queues, dead, target, max }: Redrive): Promise<number> => {
  let moved = 0;
  while (moved < max) {
    const letters = await queues.receive(dead.name, {
      max: Math.min(10, max - moved),
      visibilitySeconds: HELD_SECONDS,
      waitSeconds: 1,
    });
    if (letters.length === 0) break;
    await queues.send(
      target,
      letters.map(({ body, group }) => ({ body, ...(group === undefined ? {} : { group }) })),
    );
    await queues.acknowledge(
      dead.name,
      letters.map(({ receipt }) => receipt),
    );
    moved += letters.length;
  }
  return moved;
};
