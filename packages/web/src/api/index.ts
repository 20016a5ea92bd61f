import { formatBytes } from "@torrent/core/format";
import { type Choreography, type Cloud, type QueueDepth, UPLOAD_PART_BYTES } from "@torrent/core/unstable";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { Hono } from "hono/tiny";
import { type Auth, authenticated, onLoopback } from "./auth/auth.ts";
import { componentIndexReader } from "./components/component-index.ts";
import { componentMapRoutes } from "./components/component-map.ts";
import { componentRoutes } from "./components/components.ts";
import { membershipReader } from "./components/membership.ts";
import { docsRoutes } from "./docs/docs.ts";
import { createCache } from "./http/cache.ts";
import { signedCursors } from "./http/cursor.ts";
import type { ApiEnv, Deps } from "./http/env.ts";
import { strictHeaders } from "./http/headers.ts";
import { Problem, problemResponse } from "./http/problem.ts";
import { type Rate, rateLimited } from "./http/rate-limit.ts";
import { actionRoutes } from "./operations/actions.ts";
import { completionRoutes } from "./operations/completions.ts";
import { failureRoutes } from "./operations/failures.ts";
import { roundRoutes } from "./operations/rounds.ts";
import { fileRoutes, linkedRoutes } from "./outcome/files.ts";
import { outcomeRoutes } from "./outcome/outcome.ts";
import { completionsReader } from "./packages/completions.ts";
import { costReader } from "./packages/cost.ts";
import { eventRoutes } from "./packages/events.ts";
import { packageRoutes } from "./packages/packages.ts";
import { whyRoutes } from "./packages/why.ts";
import { type PanelModules, panelModuleRoutes } from "./panels/panel-modules.ts";
import { checkPanelNames, panelRoutes } from "./panels/panels.ts";
import { activityRoutes } from "./progress/activity-routes.ts";
import { lanesReader } from "./progress/lanes.ts";
import { progressReader } from "./progress/progress.ts";
import { retryingReader } from "./progress/retrying.ts";
import { deadLetterRoutes } from "./system/dead-letters.ts";
import type { LogLink } from "./system/log-link.ts";
import { systemRoutes } from "./system/system.ts";
import { submitRoutes } from "./uploads/submit.ts";
import { uploadPartRoutes } from "./uploads/upload-parts.ts";

export { type Auth, type Authenticate, byTokens, hashToken, type TokenRecord } from "./auth/auth.ts";
export { byAny, byJwt, type JwtOptions, keysFrom } from "./auth/jwt.ts";
export type { Caller, Role } from "./http/env.ts";
export { type ProblemType, problems } from "./http/problem.ts";
export { modulesIn, ownModules, type PanelModules } from "./panels/panel-modules.ts";
export { cloudWatchGraphs, cloudWatchLinks, type LoggedTask, type LogLink } from "./system/log-link.ts";

export interface ApiOptions {
  cloud: Cloud;
  auth: Auth;
  /** Signs page cursors, which stay valid while the key does not change. */
  cursorKey: string | Uint8Array;
  choreography: Choreography;
  /** Where the panels' dashboard modules are. @default the files that the panels name */
  panelModules?: PanelModules;
  /** Uploads come through this server instead of going to a presigned address. @default false */
  directUploads?: boolean;
  /**
   * Packages larger than this are uploaded in parts of at least this size. S3 requires at least 5 MiB. @default 8 MiB
   */
  uploadPartBytes?: number;
  /** Lists a package as soon as its upload is acknowledged. @default its event lists it, a moment later */
  register?: Deps["register"];
  /** Request rate per caller; `false` for no limit. @default 50 per second, bursts of 200 */
  rate?: Rate | false;
  /** Returns the URL of a task's log. @default none, because a single machine prints its log */
  logLink?: LogLink;
  /** URL of the graphs of queue metrics that this server cannot read itself. */
  graphs?: string;
  /** Other origins that the dashboard may connect to, for presigned uploads. */
  uploadOrigins?: readonly string[];
}

const DEPTH_MS = 2_000;
/** Limit for JSON bodies; packages are uploaded elsewhere. The largest body lists 10,000 parts of an upload. */
const JSON_BYTES = 2 ** 20;

const tooLarge = (): never => {
  throw new Problem("too-large", `The request body must not exceed ${formatBytes(JSON_BYTES)}`);
};

const wrongMethod = (c: Context, methods: readonly string[]): Response =>
  problemResponse(
    c,
    new Problem("method-not-allowed", `${c.req.path} does not support ${c.req.method}; use ${methods.join(" or ")}`, {
      headers: { allow: methods.join(", ") },
    }),
  );

/** `/api/packages…` is `/api/v1/packages…`. */
const unaliased = (request: Request): string => {
  const { pathname } = new URL(request.url);
  return pathname.replace(/^\/api\/packages(?=\/|$)/, "/api/v1/packages");
};

/**
 * The status API over core's ports. The same app runs on Node, behind a Lambda function URL, and with `app.request()`.
 * Every route under `/api/v1` refuses callers that `auth` does not accept.
 */
export const createApi = (options: ApiOptions) => {
  const { cloud, choreography, rate = { perSecond: 50, burst: 200 } } = options;
  checkPanelNames(choreography.panels);
  const now = () => cloud.clock.now();
  const depths = createCache<QueueDepth>(now, 64, () => DEPTH_MS);
  // As `composePipeline` makes it, without what adds groups up: the API performs no tasks.
  const pipeline: Deps["pipeline"] = { ...choreography, cloud };
  const deps: Deps = {
    cloud,
    choreography,
    pipeline,
    cursors: signedCursors(options.cursorKey),
    progress: progressReader(cloud.tally, now),
    lanes: lanesReader(cloud.tally, now),
    retrying: retryingReader(cloud),
    cost: costReader(cloud.tally, choreography.topology, now),
    completions: completionsReader(pipeline, now),
    queueDepth: (queue) => depths(queue, () => cloud.queues.depth(queue)),
    ...(options.graphs === undefined ? {} : { graphs: options.graphs }),
    uploadPartBytes: options.uploadPartBytes ?? UPLOAD_PART_BYTES,
    register: options.register ?? (async () => {}),
    logLink: options.logLink ?? (() => undefined),
  };
  const membership = membershipReader(cloud.tally, now);
  const app = new Hono<ApiEnv>({ getPath: unaliased });
  app.use(requestId());
  app.use(strictHeaders({ https: options.auth.mode !== "loopback", uploadOrigins: options.uploadOrigins ?? [] }));
  if (options.auth.mode === "loopback") app.use(onLoopback);
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.route("/api/v1/panels", panelModuleRoutes(choreography.panels, options.panelModules));
  app.use("/api/v1/*", authenticated(options.auth));
  if (rate) app.use("/api/v1/*", rateLimited(rate, now));
  const limited = bodyLimit({ maxSize: JSON_BYTES, onError: tooLarge });
  app.use("/api/v1/*", (c, next) => (c.req.method === "POST" ? limited(c, next) : next()));
  app.use("/api/v1/*", methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => wrongMethod(c, methods) }));
  app.onError(async (error, c) => {
    if (error instanceof Problem) return problemResponse(c, error);
    if (error instanceof HTTPException)
      return problemResponse(c, new Problem(error.status === 404 ? "not-found" : "invalid-request", error.message));
    // Loaded only after an error, so that a cold function starts without it.
    const { answerTo, isAborted } = await import("./http/failure-answer.ts");
    const level = isAborted(error, c.req.raw.signal) ? "info" : "error";
    cloud.log(level, level === "info" ? "request-aborted" : "request-failed", {
      requestId: c.get("requestId"),
      path: c.req.path,
      error: String(error),
    });
    return problemResponse(c, answerTo(error));
  });
  app.notFound((c) => problemResponse(c, new Problem("not-found", `${c.req.path} not found`)));
  const api = app
    .route("/api/v1/packages", packageRoutes(deps))
    .route("/api/v1/packages", componentRoutes(deps, membership, componentIndexReader(cloud.tally, now)))
    .route("/api/v1/packages", componentMapRoutes(deps, membership))
    .route("/api/v1/packages", activityRoutes(deps))
    .route("/api/v1/packages", outcomeRoutes(deps))
    .route("/api/v1/packages", fileRoutes(deps))
    .route("/api/v1/packages", panelRoutes(deps))
    .route("/api/v1/packages", eventRoutes(deps))
    .route("/api/v1/packages", whyRoutes(deps))
    .route("/api/v1/packages", failureRoutes(deps))
    .route("/api/v1/packages", roundRoutes(deps))
    .route("/api/v1/packages", actionRoutes(deps))
    .route("/api/v1/packages", completionRoutes(deps))
    .route("/api/v1/dead-letters", deadLetterRoutes(deps))
    .route("/api/v1", submitRoutes(deps, { direct: options.directUploads ?? false }))
    .route("/api/v1", uploadPartRoutes(deps))
    .route("/api/v1", systemRoutes(deps));
  app.route("/api/reports", linkedRoutes(deps));
  app.route("/api", docsRoutes());
  return api;
};

/** For Hono's typed client: `hc<Api>(address)`. */
export type Api = ReturnType<typeof createApi>;
