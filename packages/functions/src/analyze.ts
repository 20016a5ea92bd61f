import { type Cloud, parseMessage, perform, TaskMessage } from "@torrent/core";
import { passes } from "@torrent/worker/passes";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";
import { pipelineOf } from "./pipeline.ts";

/** Left of the function's time to note the error and answer, in milliseconds. */
const MARGIN_MS = 5000;

export const analyzeHandler = (cloud: Cloud, queueOf = lastPart) => {
  const pipeline = pipelineOf(cloud, { passes });
  return (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const signal = AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS));
    return eachRecord(cloud, event, queueOf, ({ body, attributes }) =>
      perform(pipeline, parseMessage(TaskMessage, body), {
        attempt: Number(attributes.ApproximateReceiveCount),
        signal,
      }),
    );
  };
};
