import { intakeHandler } from "../intake.ts";
import { queueEntry } from "./compose.ts";

export const intake = queueEntry(intakeHandler);
