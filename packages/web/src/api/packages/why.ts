import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";

const route = createRoute({
  id: "explainPackage",
  method: "get",
  path: "/{id}/why",
  request: { params: PackageId },
});

export const whyRoutes = ({ pipeline }: Deps) =>
  routes().openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { why } = await import("@torrent/core/operations");
    const answer = await why(pipeline, id);
    if (!answer) throw new Problem("not-found", `Package ${id} not found`);
    c.header("cache-control", "private, no-cache");
    return c.json(answer, 200);
  });
