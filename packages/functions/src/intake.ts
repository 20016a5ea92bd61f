import { intake, type Pipeline, parseMessage, S3Notification } from "@torrent/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

export const intakeHandler =
  (pipeline: Pipeline, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline.cloud, event, queueOf, async ({ body }) => {
      for (const record of parseMessage(S3Notification, body).Records) await intake(pipeline, record);
    });
