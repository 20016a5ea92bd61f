import { buryHandler } from "../bury.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(buryHandler);
export const handler = compose(process.env);
