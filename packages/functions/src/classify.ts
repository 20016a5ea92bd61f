import { ClassifyMessage, type Cloud, classify, parseMessage } from "@torrent/core";
import { passes } from "@torrent/worker/passes";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";
import { pipelineOf } from "./pipeline.ts";

export const classifyHandler = (cloud: Cloud, queueOf = lastPart) => {
  const pipeline = pipelineOf(cloud, { passes });
  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(cloud, event, queueOf, ({ body }) => classify(pipeline, parseMessage(ClassifyMessage, body)));
};
