import { CompleteMessage, type Completing, complete, parseMessage } from "@torrent/core/unstable";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart, timeLeft } from "./batch.ts";

export const completeHandler =
  (pipeline: Completing, queueOf = lastPart) =>
  (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const signal = timeLeft(context);
    return eachRecord(pipeline, event, queueOf, ({ body, attributes }, own) =>
      complete(own, parseMessage(CompleteMessage, body), {
        attempt: Number(attributes.ApproximateReceiveCount),
        signal,
      }),
    );
  };
