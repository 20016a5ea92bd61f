import { classifyHandler } from "../classify.ts";
import { queueEntry } from "./compose.ts";

export const classify = queueEntry(classifyHandler);
