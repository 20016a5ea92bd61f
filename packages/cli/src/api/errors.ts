import type { ProblemBody } from "@torrent/web/client";
import { EnvironmentError, UsageError } from "../errors.ts";
import { sanitize } from "../print.ts";

/** The package, report or page does not exist. */
export class NotFound extends UsageError {}

/** The connection failed before the API responded. */
export const unreachable = (address: string, error: unknown): EnvironmentError => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : String(cause);
  return new EnvironmentError(
    `No API is reachable at ${address} (${sanitize(reason)}). Start one with "npx torrent serve", or select another with --api URL or TORRENT_API`,
    { cause: error },
  );
};

/** Turns a response that is not a success into an error that says what to do next. */
export const refusal = async (address: string, response: Response): Promise<Error> => {
  const problem = response.headers.get("content-type")?.includes("problem+json")
    ? ((await response.json().catch(() => undefined)) as ProblemBody | undefined)
    : undefined;
  if (!problem)
    return new EnvironmentError(
      `${address} responded with status ${response.status} and is not a Torrent API; check --api or TORRENT_API`,
    );
  const detail = sanitize(problem.detail);
  switch (response.status) {
    case 401:
      return new EnvironmentError(`${address} requires an access token; set TORRENT_TOKEN`);
    case 403:
      return new EnvironmentError(
        `${detail}. Set TORRENT_TOKEN to a token with the required role, or ask the operator of ${address}`,
      );
    case 404:
      return new NotFound(`${detail}. Run "torrent status" to list packages`);
    case 400:
    case 409:
    case 413:
      return new UsageError([detail, ...(problem.errors ?? []).map((entry) => sanitize(entry.detail))].join("; "));
    case 429:
      return new EnvironmentError(`Too many requests to ${address} with this token; try again in a moment`);
    default:
      return new EnvironmentError(`${address}: ${detail} (request ${sanitize(problem.requestId)})`);
  }
};
