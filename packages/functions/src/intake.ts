import { type Cloud, intake, parseMessage, S3Notification } from "@torrent/core";
import { decompose } from "@torrent/decompose";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";
import { pipelineOf } from "./pipeline.ts";

export const intakeHandler = (cloud: Cloud, queueOf = lastPart) => {
  const pipeline = pipelineOf(cloud, { decompose });
  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(cloud, event, queueOf, async ({ body }) => {
      for (const record of parseMessage(S3Notification, body).Records) await intake(pipeline, record);
    });
};
