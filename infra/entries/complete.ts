import { complete } from "@torrent/functions/lambda/complete";
import choreography from "../../torrent.config.ts";

export const compose = complete(choreography);
export const handler = compose(process.env);
