import { passes } from "@torrent/analysis";
import { summarise } from "@torrent/core/unstable";
import { analyzeHandler } from "../analyze.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(analyzeHandler, { passes, summarise });
export const handler = compose(process.env);
