import { bury } from "@torrent/functions/lambda/bury";
import choreography from "../../torrent.config.ts";

export const compose = bury(choreography);
export const handler = compose(process.env);
