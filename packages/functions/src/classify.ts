import { ClassifyMessage, classify, type Planning, parseMessage } from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachRecord, lastPart } from "./batch.ts";

export const classifyHandler =
  (pipeline: Planning, queueOf = lastPart) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    eachRecord(pipeline, event, queueOf, ({ body }, own) => classify(own, parseMessage(ClassifyMessage, body)));
