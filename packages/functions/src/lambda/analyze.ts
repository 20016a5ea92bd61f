import { passes } from "@torrent/worker/passes";
import { analyzeHandler } from "../analyze.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(analyzeHandler, { passes });
export const handler = compose(process.env);
