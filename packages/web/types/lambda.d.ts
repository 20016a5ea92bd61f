import type { Choreography, Log } from "@torrent/core/unstable";
import type { Hono } from "hono";

/** The API of a choreography on AWS, as the entry of its function composes it. */
export declare const composeApi: (
  choreography: Choreography,
  log: Log,
) => (env: Readonly<Record<string, string | undefined>>, secret: string, onClient?: (client: object) => void) => Hono;
