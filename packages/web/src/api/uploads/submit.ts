import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { Declaration, InboxAddress, UploadRequest } from "./submit-schemas.ts";

const ticket = createRoute({
  id: "createUpload",
  method: "post",
  path: "/uploads",
  request: { body: { required: true, content: { "application/json": { schema: UploadRequest } } } },
});

const upload = createRoute({
  id: "uploadPackage",
  method: "put",
  path: "/inbox/{name}",
  request: {
    params: z.object({ name: InboxAddress }),
    query: Declaration,
    body: { content: { "application/octet-stream": { schema: described(z.string(), { format: "binary" }) } } },
  },
});

/** What these do is loaded with the first request, so that a cold function starts without it. */
export const submitRoutes = (deps: Deps, { direct }: { direct: boolean }) =>
  routes()
    .openapi(ticket, async (c) => {
      const { caller, requestId } = c.var;
      const { createTicket } = await import("./store-package.ts");
      const { exists, ticket } = await createTicket(deps, c.req.valid("json"), { direct, caller, requestId });
      return c.json(ticket, exists ? 200 : 201);
    })
    .openapi(upload, async (c) => {
      if (!direct)
        throw new Problem(
          "upload-refused",
          "Uploads do not go through this server; request an upload URL with POST /api/v1/uploads",
        );
      const { caller, requestId } = c.var;
      const { storePackage } = await import("./store-package.ts");
      const stored = await storePackage(deps, {
        name: c.req.valid("param").name,
        declared: c.req.valid("query"),
        length: Number(c.req.header("content-length") ?? 0),
        contentType: c.req.header("content-type"),
        body: c.req.raw.body,
        caller,
        requestId,
      });
      return c.json(stored, 201);
    });
