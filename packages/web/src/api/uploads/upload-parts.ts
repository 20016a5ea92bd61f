import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";
import { AbortRequest, CompleteRequest, PartsRequest } from "./submit-schemas.ts";

const parts = createRoute({
  id: "createPartUrls",
  method: "post",
  path: "/uploads/parts",
  request: { body: { required: true, content: { "application/json": { schema: PartsRequest } } } },
});

const complete = createRoute({
  id: "completeUpload",
  method: "post",
  path: "/uploads/complete",
  request: { body: { required: true, content: { "application/json": { schema: CompleteRequest } } } },
});

const abort = createRoute({
  id: "abortUpload",
  method: "post",
  path: "/uploads/abort",
  request: { body: { required: true, content: { "application/json": { schema: AbortRequest } } } },
});

/** What these do is loaded with the first request, so that a cold function starts without it. */
export const uploadPartRoutes = (deps: Deps) =>
  routes()
    .openapi(parts, async (c) => {
      const { upload, parts } = c.req.valid("json");
      const { partUrls } = await import("./multipart.ts");
      return c.json(await partUrls(deps, upload, parts), 200);
    })
    .openapi(complete, async (c) => {
      const { upload, parts } = c.req.valid("json");
      const { caller, requestId } = c.var;
      const { completeParts } = await import("./multipart.ts");
      return c.json(await completeParts(deps, upload, parts, { caller, requestId }), 201);
    })
    .openapi(abort, async (c) => {
      const { caller, requestId } = c.var;
      const { abortParts } = await import("./multipart.ts");
      await abortParts(deps, c.req.valid("json").upload, { caller, requestId });
      return c.body(null, 204);
    });
