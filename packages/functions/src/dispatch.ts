import { CapacityMessage, dispatch, type Pipeline, parseMessage } from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

export const dispatchHandler =
  (pipeline: Pipeline, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline, event, queueOf, ({ body, attributes }, own) =>
      dispatch(own, parseMessage(CapacityMessage, body), { attempt: Number(attributes.ApproximateReceiveCount) }),
    );
