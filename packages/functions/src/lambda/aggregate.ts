import { aggregateHandler } from "../aggregate.ts";
import { queueEntry } from "./compose.ts";

export const aggregate = queueEntry(aggregateHandler);
