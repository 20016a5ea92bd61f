import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import type { MembershipReader } from "./membership.ts";

const route = createRoute({
  id: "componentMap",
  method: "get",
  path: "/{id}/component-map",
  request: { params: PackageId },
});

export const componentMapRoutes = (deps: Deps, membership: MembershipReader) =>
  routes().openapi(route, async (c) => {
    const row = await requirePackage(deps, c.req.valid("param").id);
    const members = await membership(row);
    const same = notModified(c, versionTag(row.id, "map", row.updatedAt, members.version));
    if (same) return same;
    return c.json({ total: row.components ?? 0, runs: members.runs() }, 200);
  });
