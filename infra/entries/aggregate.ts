import { aggregate } from "@torrent/functions/lambda/aggregate";
import choreography from "../../torrent.config.ts";

export const compose = aggregate(choreography);
export const handler = compose(process.env);
