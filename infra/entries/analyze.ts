import { analyze } from "@torrent/functions/lambda/analyze";
import choreography from "../../torrent.config.ts";

export const compose = analyze(choreography);
export const handler = compose(process.env);
