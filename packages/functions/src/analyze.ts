import { type Pipeline, parseMessage, perform, TaskMessage } from "@torrent/core/unstable";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

/** Left of the function's time to note the error and answer, in milliseconds. */
const MARGIN_MS = 5000;

export const analyzeHandler =
  (pipeline: Pipeline, queueOf = lastPart) =>
  (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const signal = AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS));
    return eachRecord(pipeline, event, queueOf, ({ body, attributes }, own) =>
      perform(own, parseMessage(TaskMessage, body), {
        attempt: Number(attributes.ApproximateReceiveCount),
        signal,
      }),
    );
  };
