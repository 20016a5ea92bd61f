import { type Performing, parseMessage, perform, TaskMessage } from "@torrent/core/unstable";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart, timeLeft } from "./batch.ts";

export const analyzeHandler =
  (pipeline: Performing, queueOf = lastPart) =>
  (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const signal = timeLeft(context);
    return eachRecord(pipeline, event, queueOf, ({ body, attributes }, own) =>
      perform(own, parseMessage(TaskMessage, body), {
        attempt: Number(attributes.ApproximateReceiveCount),
        signal,
      }),
    );
  };
