import { lambda, logGroups } from "./functions.ts";
import { graphs, settings } from "./stage.ts";
import { logGroup } from "./workers.ts";

/** JSON, one entry for each token, known by its hash only; docs/deploy.md shows how to make one. */
const tokens = new sst.Secret("ApiTokens");

export const router = new sst.aws.Router("Router");

/**
 * Status, submission, redrive. The function URL takes every request and the API refuses whoever has no token: signing
 * by CloudFront (OAC) would take the place of the `Authorization` header that carries it.
 */
export const api = lambda({
  name: "api",
  description: "Status, submission, redrive",
  timeout: 60,
  memoryMB: 1024,
  more: {
    link: [tokens],
    environment: {
      TORRENT_LOG_GROUPS: $jsonStringify({ lambda: logGroups.analyze, fargate: logGroup }),
      TORRENT_GRAPHS: graphs,
      TORRENT_OIDC: settings.oidc,
    },
    // Server-sent events.
    streaming: true,
    url: { cors: false, router: { instance: router, path: "/api" } },
  },
});
