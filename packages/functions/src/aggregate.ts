import { AggregateMessage, aggregate, type Cloud, parseMessage } from "@torrent/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";
import { pipelineOf } from "./pipeline.ts";

export const aggregateHandler = (cloud: Cloud, queueOf = lastPart) => {
  const pipeline = pipelineOf(cloud);
  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(cloud, event, queueOf, ({ body }) => aggregate(pipeline, parseMessage(AggregateMessage, body)));
};
