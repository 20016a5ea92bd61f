import { dispatch } from "@torrent/functions/lambda/dispatch";
import choreography from "../../torrent.config.ts";

export const compose = dispatch(choreography);
export const handler = compose(process.env);
