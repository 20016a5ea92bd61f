import { loggerLog } from "@torrent/functions/lambda/log";
import { composeApi } from "@torrent/web/lambda";
import { streamHandle } from "hono/aws-lambda";
import { Resource } from "sst/resource";
import choreography from "../../torrent.config.ts";

export const compose = composeApi(choreography, loggerLog());

const { ApiTokens } = Resource as unknown as { ApiTokens: { value: string } };
export const handler = streamHandle(compose(process.env, ApiTokens.value));
