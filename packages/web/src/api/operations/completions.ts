import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";

const subscriberName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

const list = createRoute({
  id: "listCompletions",
  method: "get",
  path: "/{id}/completions",
  request: { params: PackageId },
});

const redriveRoute = createRoute({
  id: "redriveCompletions",
  method: "post",
  path: "/{id}/completions/redrive",
  request: {
    params: PackageId,
    headers: z.object({ "idempotency-key": z.optional(z.string().check(z.minLength(1), z.maxLength(200))) }),
    body: {
      required: false,
      content: {
        "application/json": {
          schema: z.object({
            subscribers: described(
              z.optional(z.array(subscriberName).check(z.minLength(1), z.maxLength(64))),
              "Only these subscribers; by default every one whose notification failed.",
            ),
          }),
        },
      },
    },
  },
});

export const completionRoutes = (deps: Deps) =>
  routes()
    .openapi(list, async (c) => {
      const row = await requirePackage(deps, c.req.valid("param").id);
      const { completions } = await import("@torrent/core/operations");
      c.header("cache-control", "private, no-cache");
      return c.json({ completions: await completions(deps.pipeline, row) }, 200);
    })
    .openapi(redriveRoute, async (c) => {
      const { subscribers } = c.req.valid("json");
      const key = c.req.valid("header")["idempotency-key"];
      const { caller, requestId } = c.var;
      const row = await requirePackage(deps, c.req.valid("param").id);
      const { notifyAgain } = await import("./notify-again.ts");
      return c.json(await notifyAgain(deps, row, { subscribers, key, caller, requestId }), 202);
    });
