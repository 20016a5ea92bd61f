import { intake } from "@torrent/functions/lambda/intake";
import choreography from "../../torrent.config.ts";

export const compose = intake(choreography);
export const handler = compose(process.env);
