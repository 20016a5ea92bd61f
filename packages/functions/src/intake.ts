import { fanOutRound, IntakeMessage, intake, type Pipeline, parseMessage } from "@torrent/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

export const intakeHandler =
  (pipeline: Pipeline, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline.cloud, event, queueOf, async ({ body }) => {
      const message = parseMessage(IntakeMessage, body);
      if ("type" in message) await fanOutRound(pipeline, message);
      else for (const record of message.Records) await intake(pipeline, record);
    });
