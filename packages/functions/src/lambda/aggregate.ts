import { aggregateHandler } from "../aggregate.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(aggregateHandler);
export const handler = compose(process.env);
