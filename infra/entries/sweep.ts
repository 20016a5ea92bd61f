import { sweep } from "@torrent/functions/lambda/sweep";
import choreography from "../../torrent.config.ts";

export const compose = sweep(choreography);
export const handler = compose(process.env);
