import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requireOutcome } from "../outcome/outcome-reader.ts";
import { requirePackage } from "../packages/packages.ts";

const route = createRoute({
  id: "packageFailures",
  method: "get",
  path: "/{id}/failures",
  request: { params: PackageId },
});

export const failureRoutes = (deps: Deps) =>
  routes().openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const row = await requirePackage(deps, id);
    if (row.revision === undefined)
      throw new Problem("not-found", `Package ${id} has no outcome yet; its state is ${row.state}`);
    const same = notModified(c, versionTag(id, "failures", row.revision));
    if (same) return same;
    const { total, first } = (await requireOutcome(deps, id, row.revision)).failures;
    const { groupFailures } = await import("./group-failures.ts");
    return c.json({ total, grouped: first.length, groups: groupFailures(first) }, 200);
  });
