import type { Context } from "./context.ts";
import { type Functions, lambda, type Made, type Parts } from "./functions.ts";
import type { Workers } from "./workers.ts";

/** Seconds; CloudFront waits as long for a byte, which is the most it does without asking AWS. */
const TIMEOUT = 60;

export const graphsName = ({ deployment }: Context): string => deployment;

/**
 * Status, submission, redrive. The function URL takes every request and the API refuses whoever has no token: signing
 * by CloudFront (OAC) would take the place of the `Authorization` header that carries it.
 */
export const apiOf = (parts: Parts, router: sst.aws.Router, { analyze }: Functions, { logGroup }: Workers): Made => {
  const { context } = parts;
  const { args, settings } = context;
  return lambda(parts, {
    name: "api",
    description: "Status, submission, redrive",
    timeout: TIMEOUT,
    memoryMB: 1024,
    more: {
      link: [args.tokens],
      environment: {
        TORRENT_LOG_GROUPS: $jsonStringify({ function: analyze?.logs.name, worker: logGroup }),
        ...(settings.watched ? { TORRENT_GRAPHS: graphsName(context) } : {}),
        ...(args.oidc ? { TORRENT_OIDC: JSON.stringify(args.oidc) } : {}),
      },
      ...(settings.apiConcurrency === undefined ? {} : { concurrency: { reserved: settings.apiConcurrency } }),
      // Server-sent events.
      streaming: true,
      url: { cors: false, router: { instance: router, path: "/api", readTimeout: `${TIMEOUT} seconds` } },
    },
  });
};
