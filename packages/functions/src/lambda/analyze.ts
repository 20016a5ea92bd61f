import { analyzeHandler } from "../analyze.ts";
import { queueEntry } from "./compose.ts";

export const analyze = queueEntry(analyzeHandler);
