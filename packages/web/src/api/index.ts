import { type Cloud, type Pipeline, type QueueDepth, registry, topology, UPLOAD_PART_BYTES } from "@torrent/core";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { actionRoutes } from "./actions.ts";
import { activityRoutes } from "./activity.ts";
import { type Auth, authenticated, onLoopback } from "./auth.ts";
import { componentIndexReader } from "./component-index.ts";
import { componentMapRoutes } from "./component-map.ts";
import { componentRoutes } from "./components.ts";
import { costReader } from "./cost.ts";
import { signedCursors } from "./cursor.ts";
import { deadLetterRoutes } from "./dead-letters.ts";
import { docsRoutes } from "./docs.ts";
import type { ApiEnv, Deps, PassVersion } from "./env.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";
import { strictHeaders } from "./headers.ts";
import { lanesReader } from "./lanes.ts";
import type { LogLink } from "./log-link.ts";
import { membershipReader } from "./membership.ts";
import { packageRoutes } from "./packages.ts";
import { Problem, problemResponse } from "./problem.ts";
import { progressReader } from "./progress.ts";
import { type Rate, rateLimited } from "./rate-limit.ts";
import { remember } from "./remember.ts";
import { linkedRoutes, renderedRoutes } from "./rendered.ts";
import { reportDiffRoutes } from "./report-diff.ts";
import { reportRoutes } from "./reports.ts";
import { retryingReader } from "./retrying.ts";
import { roundRoutes } from "./rounds.ts";
import { submitRoutes } from "./submit.ts";
import { systemRoutes } from "./system.ts";
import { uploadPartRoutes } from "./upload-parts.ts";
import { whyRoutes } from "./why.ts";

export { type Auth, type Authenticate, byTokens, hashToken, type TokenRecord } from "./auth.ts";
export type { Caller, PassVersion, Role } from "./env.ts";
export { byAny, byJwt, type JwtOptions, keysFrom } from "./jwt.ts";
export { cloudWatchGraphs, cloudWatchLinks, type LoggedTask, type LogLink } from "./log-link.ts";
export { type ProblemType, problems } from "./problem.ts";

export interface ApiOptions {
  cloud: Cloud;
  auth: Auth;
  /** Signs page cursors; they are good as long as it stays the same. */
  cursorKey: string | Uint8Array;
  /** What the deployment has of its own, so that `why` names the queues that its stages choose. */
  own?: Partial<Pick<Pipeline, "priority" | "routeAggregation">>;
  /** Shown under System; a function is asked when they are. */
  passes?: readonly PassVersion[] | (() => Promise<readonly PassVersion[]>);
  /** Uploads come through this server instead of going to a presigned address. @default false */
  directUploads?: boolean;
  /** Larger packages are uploaded in parts of so many bytes, or more. S3 takes none below 5 MiB. @default 8 MiB */
  uploadPartBytes?: number;
  /** Lists a package at once when its upload is acknowledged. @default its event does, a moment later */
  register?: Deps["register"];
  /** Requests of one caller; `false` for no limit. @default 50 a second, 200 at once */
  rate?: Rate | false;
  /** Where a task's log is to be read. @default nowhere: one machine's log is what it prints */
  logLink?: LogLink;
  /** Address of the graphs that tell what the queue service tells them only; given where it does not tell this server. */
  graphs?: string;
  /** Other origins that the dashboard may talk to: where presigned uploads go. */
  uploadOrigins?: readonly string[];
}

const DEPTH_MS = 2_000;
/** What a request says in JSON; packages themselves go elsewhere. The largest names 10,000 parts of an upload. */
const JSON_BYTES = 2 ** 20;

const tooLarge = (): never => {
  throw new Problem("too-large", `The body may hold ${JSON_BYTES} bytes`);
};

const wrongMethod = (c: Context, methods: readonly string[]): Response =>
  problemResponse(
    c,
    new Problem("method-not-allowed", `${c.req.path} takes ${methods.join(", ")}, not ${c.req.method}`, {
      headers: { allow: methods.join(", ") },
    }),
  );

/** `/api/packages…` is `/api/v1/packages…`. */
const unaliased = (request: Request): string => {
  const { pathname } = new URL(request.url);
  return pathname.replace(/^\/api\/packages(?=\/|$)/, "/api/v1/packages");
};

/**
 * The status API over core's ports. The same app answers on Node, behind a Lambda function URL, and to `app.request()`.
 * Every route under `/api/v1` refuses whoever `auth` does not know.
 */
export const createApi = (options: ApiOptions) => {
  const { cloud, rate = { perSecond: 50, burst: 200 }, passes = [] } = options;
  const now = () => cloud.clock.now();
  const depths = remember<QueueDepth>(now, 64, () => DEPTH_MS);
  const deps: Deps = {
    cloud,
    pipeline: { cloud, passes: registry([]), rules: [], limits: topology.limits, scratchDir: "", ...options.own },
    cursors: signedCursors(options.cursorKey),
    progress: progressReader(cloud.tally, now),
    lanes: lanesReader(cloud.tally, now),
    retrying: retryingReader(cloud),
    cost: costReader(cloud.tally, now),
    queueDepth: (queue) => depths(queue, () => cloud.queues.depth(queue)),
    passes: typeof passes === "function" ? passes : async () => passes,
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
  app.use("/api/v1/*", authenticated(options.auth));
  if (rate) app.use("/api/v1/*", rateLimited(rate, now));
  const limited = bodyLimit({ maxSize: JSON_BYTES, onError: tooLarge });
  app.use("/api/v1/*", (c, next) => (c.req.method === "POST" ? limited(c, next) : next()));
  app.use("/api/v1/*", methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => wrongMethod(c, methods) }));
  app.onError(async (error, c) => {
    if (error instanceof Problem) return problemResponse(c, error);
    if (error instanceof HTTPException)
      return problemResponse(c, new Problem(error.status === 404 ? "not-found" : "invalid-request", error.message));
    // Loaded when it is needed: a cold function starts without it.
    const { answerTo, isAborted } = await import("./failure-answer.ts");
    const level = isAborted(error, c.req.raw.signal) ? "info" : "error";
    cloud.log(level, level === "info" ? "request-aborted" : "request-failed", {
      requestId: c.get("requestId"),
      path: c.req.path,
      error: String(error),
    });
    return problemResponse(c, answerTo(error));
  });
  app.notFound((c) => problemResponse(c, new Problem("not-found", `There is nothing at ${c.req.path}`)));
  const api = app
    .route("/api/v1/packages", packageRoutes(deps))
    .route("/api/v1/packages", componentRoutes(deps, membership, componentIndexReader(cloud.tally, now)))
    .route("/api/v1/packages", componentMapRoutes(deps, membership))
    .route("/api/v1/packages", activityRoutes(deps))
    .route("/api/v1/packages", reportRoutes(deps))
    .route("/api/v1/packages", reportDiffRoutes(deps))
    .route("/api/v1/packages", renderedRoutes(deps))
    .route("/api/v1/packages", eventRoutes(deps))
    .route("/api/v1/packages", whyRoutes(deps))
    .route("/api/v1/packages", failureRoutes(deps))
    .route("/api/v1/packages", roundRoutes(deps))
    .route("/api/v1/packages", actionRoutes(deps))
    .route("/api/v1/dead-letters", deadLetterRoutes(deps))
    .route("/api/v1", submitRoutes(deps, { direct: options.directUploads ?? false }))
    .route("/api/v1", uploadPartRoutes(deps))
    .route("/api/v1/system", systemRoutes(deps));
  app.route("/api/reports", linkedRoutes(deps));
  app.route("/api", docsRoutes(app));
  return api;
};

/** For Hono's typed client: `hc<Api>(address)`. */
export type Api = ReturnType<typeof createApi>;
