import { CapacityMessage, type Cloud, dispatch, parseMessage } from "@torrent/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";
import { pipelineOf } from "./pipeline.ts";

export const dispatchHandler = (cloud: Cloud, queueOf = lastPart) => {
  const pipeline = pipelineOf(cloud);
  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(cloud, event, queueOf, ({ body }) => dispatch(pipeline, parseMessage(CapacityMessage, body)));
};
