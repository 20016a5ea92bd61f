import { type ApiClient, apiClient } from "@torrent/web/client";
import { UsageError } from "../errors.ts";
import { refusal, unreachable } from "./errors.ts";

export const defaultApi = "http://127.0.0.1:4000";

export interface ApiOptions {
  api?: string;
  json?: boolean;
}

export interface Connection {
  address: string;
  api: ApiClient;
  token?: string;
}

const addressOf = (given: string): string => {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${given}" is not a valid URL; set --api or TORRENT_API to one like ${defaultApi}`);
  return url.origin;
};

/** Connects to the API named by `--api`, `TORRENT_API` or the default. Every response that is not a success throws. */
export const connect = (
  options: ApiOptions,
  env: Record<string, string | undefined> = process.env,
  request: typeof fetch = fetch,
): Connection => {
  const address = addressOf(options.api ?? env.TORRENT_API ?? defaultApi);
  const token = env.TORRENT_TOKEN === undefined ? {} : { token: env.TORRENT_TOKEN };
  const checked: typeof fetch = async (input, init) => {
    const response = await request(input, init).catch((error: unknown) => {
      throw unreachable(address, error);
    });
    if (!response.ok) throw await refusal(address, response);
    return response;
  };
  return {
    address,
    ...token,
    api: apiClient(address, { ...token, fetch: checked }),
  };
};
