import { completeHandler } from "../complete.ts";
import { queueEntry } from "./compose.ts";

export const complete = queueEntry(completeHandler);
