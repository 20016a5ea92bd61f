import type { QueueName, WholePipeline } from "@torrent/core/unstable";
import {
  aggregateHandler,
  analyzeHandler,
  buryHandler,
  classifyHandler,
  completeHandler,
  dispatchHandler,
  intakeHandler,
} from "@torrent/functions/handlers";
import type { Handler } from "./event-source.ts";

/** The function behind a queue, or behind a dead-letter queue. */
export const handlerOf = (queue: QueueName | "bury", pipeline: WholePipeline): Handler => {
  switch (queue) {
    case "bury":
      return buryHandler(pipeline);
    case "intake":
      return intakeHandler(pipeline);
    case "classify":
      return classifyHandler(pipeline);
    case "aggregate":
      return aggregateHandler(pipeline);
    case "dispatch":
      return dispatchHandler(pipeline);
    case "complete":
      return completeHandler(pipeline);
    default:
      return analyzeHandler(pipeline);
  }
};
