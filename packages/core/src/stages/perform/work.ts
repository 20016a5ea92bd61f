import type { HeavyMessage } from "../../messages.ts";
import { aggregate } from "../aggregate/aggregate.ts";
import type { Aggregating, Performing } from "../pipeline.ts";
import { type Delivery, perform } from "./perform.ts";

/** What a worker does with a message of its queues: performs a task, or aggregates a round. */
export const work = async (
  pipeline: Performing & Aggregating,
  message: HeavyMessage,
  delivery: Delivery,
): Promise<void> => {
  if (message.type === "task") await perform(pipeline, message, delivery);
  else await aggregate(pipeline, message);
};
