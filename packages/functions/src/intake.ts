import { fanOutRound } from "@torrent/core/operations";
import { type Intake, IntakeMessage, intake, parseMessage } from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

export const intakeHandler =
  (pipeline: Intake, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline, event, queueOf, async ({ body }, own) => {
      const message = parseMessage(IntakeMessage, body);
      if ("type" in message) await fanOutRound(own, message);
      else for (const record of message.Records) await intake(own, record);
    });
