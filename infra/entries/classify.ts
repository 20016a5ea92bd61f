import { classify } from "@torrent/functions/lambda/classify";
import choreography from "../../torrent.config.ts";

export const compose = classify(choreography);
export const handler = compose(process.env);
