import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./context.ts";
import { type Functions, lambda, type Made, type Parts } from "./functions.ts";
import type { Workers } from "./workers.ts";

/** Seconds; CloudFront waits as long for a byte, which is the most it does without asking AWS. */
const TIMEOUT = 60;

/** In the function's bundle. */
const PANELS = "panels";

/** The modules of the choreography's panels, copied beside the API's bundle: it serves them to the dashboard. */
const panelsOf = ({ name, choreography }: Context): { from: string; to: string }[] =>
  (choreography.panels ?? []).flatMap(({ name: panel, dashboard }) => {
    if (dashboard === undefined) return [];
    const file = fileURLToPath(dashboard);
    if (!existsSync(file))
      throw new TypeError(
        `Torrent "${name}": the panel "${panel}" is not built, there is no ${file}; run npm run build`,
      );
    return [{ from: relative($cli.paths.root, file), to: `${PANELS}/${panel}.js` }];
  });

export const graphsName = ({ deployment }: Context): string => deployment;

/**
 * Status, submission, redrive. The function URL takes every request and the API refuses whoever has no token: signing
 * by CloudFront (OAC) would take the place of the `Authorization` header that carries it.
 */
export const apiOf = (parts: Parts, router: sst.aws.Router, { analyze }: Functions, { logGroup }: Workers): Made => {
  const { context } = parts;
  const { args, settings } = context;
  const panels = panelsOf(context);
  return lambda(parts, {
    name: "api",
    description: "Status, submission, redrive",
    timeout: TIMEOUT,
    memoryMB: 1024,
    more: {
      link: [args.tokens],
      copyFiles: panels,
      environment: {
        TORRENT_LOG_GROUPS: $jsonStringify({ function: analyze?.logs.name, worker: logGroup }),
        ...(settings.watched ? { TORRENT_GRAPHS: graphsName(context) } : {}),
        ...(panels.length > 0 ? { TORRENT_PANELS: PANELS } : {}),
        ...(args.oidc ? { TORRENT_OIDC: JSON.stringify(args.oidc) } : {}),
      },
      ...(settings.apiConcurrency === undefined ? {} : { concurrency: { reserved: settings.apiConcurrency } }),
      // Server-sent events.
      streaming: true,
      url: { cors: false, router: { instance: router, path: "/api", readTimeout: `${TIMEOUT} seconds` } },
    },
  });
};
