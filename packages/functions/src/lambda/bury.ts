import { buryHandler } from "../bury.ts";
import { queueEntry } from "./compose.ts";

export const bury = queueEntry(buryHandler);
