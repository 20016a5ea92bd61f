import { bury, deadLetterQueue, type Pipeline, type QueueName, queueNames } from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

const served = new Map(queueNames.map((queue): [string, QueueName] => [deadLetterQueue(queue), queue]));

export const buryHandler =
  (pipeline: Pipeline, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline, event, queueOf, ({ body, attributes }, own, deadLetters) => {
      const queue = served.get(deadLetters);
      if (!queue) throw new Error(`${deadLetters} is not the dead-letter queue of any queue in the topology`);
      const receiveCount = Number(attributes.ApproximateReceiveCount);
      return bury(own, { queue, body, receiveCount, sentAt: Number(attributes.SentTimestamp) });
    });
