import { decompose } from "@torrent/decompose";
import { intakeHandler } from "../intake.ts";
import { queueEntry } from "./compose.ts";

export const compose = queueEntry(intakeHandler, { decompose });
export const handler = compose(process.env);
