import { fanOutRound } from "@torrent/core/operations";
import type { MemoryCloud } from "@torrent/core/testing/memory";
import {
  AggregateMessage,
  aggregate,
  bury,
  ClassifyMessage,
  CompleteMessage,
  classify,
  complete,
  deadLetterQueue,
  HeavyMessage,
  handOver,
  IntakeMessage,
  intake,
  parseMessage,
  type QueueName,
  queueNames,
  type ReceivedMessage,
  RetryLater,
  retryAfterSeconds,
  type WholePipeline,
  work,
} from "@torrent/core/unstable";

const never = new AbortController().signal;

/** What the function behind the queue does with a message; heavy ones are worked on in the same way. */
const handle = async (pipeline: WholePipeline, queue: QueueName, body: string, attempt: number): Promise<void> => {
  const delivery = { attempt, signal: never };
  switch (queue) {
    case "intake": {
      const message = parseMessage(IntakeMessage, body);
      if ("type" in message) await fanOutRound(pipeline, message);
      else for (const record of message.Records) await intake(pipeline, record);
      return;
    }
    case "classify":
      return classify(pipeline, parseMessage(ClassifyMessage, body));
    case "aggregate": {
      const message = parseMessage(AggregateMessage, body);
      if (!(await handOver(pipeline, message))) await aggregate(pipeline, message);
      return;
    }
    case "complete":
      return complete(pipeline, parseMessage(CompleteMessage, body), delivery);
    case "dispatch":
      return;
    default:
      await work(pipeline, parseMessage(HeavyMessage, body), delivery);
  }
};

/** How long a queue hides a message while it is at work here: time stands still meanwhile. */
const HIDDEN_SECONDS = 30;

const take = async (cloud: MemoryCloud, queue: string): Promise<ReceivedMessage | undefined> => {
  const options = { max: 1, visibilitySeconds: HIDDEN_SECONDS, waitSeconds: 0 };
  return (await cloud.queues.receive(queue, options))[0];
};

/** Delivers one message of the queue, and one of its dead letters; whether there was any. */
const deliver = async (pipeline: WholePipeline, cloud: MemoryCloud, queue: QueueName): Promise<boolean> => {
  const message = await take(cloud, queue);
  if (message) {
    const { body, receiveCount, receipt } = message;
    try {
      await handle(pipeline, queue, body, receiveCount);
      await cloud.queues.acknowledge(queue, [receipt]);
    } catch (error) {
      const spec = pipeline.topology.queues[queue];
      const seconds =
        error instanceof RetryLater ? error.afterSeconds : retryAfterSeconds(pipeline.topology, spec, receiveCount);
      await cloud.queues.extend(queue, receipt, seconds);
    }
  }
  const letters = deadLetterQueue(queue);
  const letter = await take(cloud, letters);
  if (letter) {
    const { body, receiveCount, sentAt, receipt } = letter;
    await bury(pipeline, { queue, body, receiveCount, sentAt });
    await cloud.queues.acknowledge(letters, [receipt]);
  }
  return message !== undefined || letter !== undefined;
};

/** Steps in which time moves on where every message that is left is hidden: retries come when they are due. */
const STEPS_MS = [1000, 10_000, 60_000, 600_000, 3_600_000];

/** Delivers messages, one at a time, until none is left. */
export const drive = async (pipeline: WholePipeline, cloud: MemoryCloud): Promise<void> => {
  for (let quiet = 0; cloud.queues.pending() > 0; ) {
    let moved = false;
    for (const queue of queueNames) moved = (await deliver(pipeline, cloud, queue)) || moved;
    if (moved) {
      quiet = 0;
      continue;
    }
    const step = STEPS_MS[quiet];
    if (step === undefined) throw new Error(`${cloud.queues.pending()} messages stay hidden for more than an hour`);
    await cloud.clock.advance(step);
    quiet += 1;
  }
};
