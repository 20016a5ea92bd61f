import { passes } from "@torrent/analysis";
import { classifyHandler } from "../classify.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(classifyHandler, { passes });
export const handler = compose(process.env);
