import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import { roundView } from "./rounds.ts";

const passName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

const Selection = named(
  "RedriveSelection",
  z.object({
    passes: z.optional(z.array(passName).check(z.minLength(1), z.maxLength(16))),
    component: z.optional(z.string().check(z.maxLength(200))),
    fingerprint: described(
      z.optional(z.string().check(z.regex(/^[0-9a-f]{12}$/))),
      "A `fingerprint` from `/failures`.",
    ),
    olderThan: described(
      z.optional(z.record(passName, z.int().check(z.gte(1)))),
      "By pass name: selects results of a version below this one, whatever their outcome.",
    ),
  }),
  "All given conditions must hold. An empty selection means every task that did not succeed.",
);

const redriveRoute = createRoute({
  id: "redrivePackage",
  method: "post",
  path: "/{id}/redrive",
  request: {
    params: PackageId,
    headers: z.object({ "idempotency-key": z.optional(z.string().check(z.minLength(1), z.maxLength(200))) }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.object({ selection: z._default(Selection, {}), dryRun: z._default(z.boolean(), false) }),
        },
      },
    },
  },
});

const cancelRoute = createRoute({
  id: "cancelPackage",
  method: "post",
  path: "/{id}/cancel",
  request: { params: PackageId },
});

export const actionRoutes = (deps: Deps) => {
  const { cloud, pipeline } = deps;
  return routes()
    .openapi(redriveRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { selection, dryRun } = c.req.valid("json");
      const key = c.req.valid("header")["idempotency-key"];
      const { caller, requestId } = c.var;
      const row = await requirePackage(deps, id);
      const { previewRedrive, redrivePackage } = await import("./redrive-package.ts");
      if (dryRun) return c.json(await previewRedrive(deps, id, selection), 200);
      const round = await redrivePackage(deps, row, { selection, key, caller, requestId });
      c.header("location", `/api/v1/packages/${id}/rounds/${round}`);
      return c.json(await roundView(deps, await requirePackage(deps, id), round), 202);
    })
    .openapi(cancelRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { caller, requestId } = c.var;
      await requirePackage(deps, id);
      const [{ audit }, { cancel }] = await Promise.all([
        import("../auth/audit.ts"),
        import("@torrent/core/operations"),
      ]);
      await audit(cloud, { action: "cancel", on: id, caller, requestId });
      const done = await cancel(pipeline, id);
      if (!done) throw new Problem("not-found", `Package ${id} not found`);
      return c.json({ state: done.row.state, cancelled: done.cancelled }, 200);
    });
};
