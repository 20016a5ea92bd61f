import { isTerminalState } from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";
import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import type { Activity } from "./activity-schemas.ts";

const route = createRoute({
  id: "packageActivity",
  method: "get",
  path: "/{id}/activity",
  request: { params: PackageId },
});

export const activityRoutes = (deps: Deps) => {
  const { cloud } = deps;
  const cached = createCache<Activity & { ended: boolean }>(
    () => cloud.clock.now(),
    32,
    ({ ended }) => (ended ? 600_000 : 5_000),
  );
  return routes().openapi(route, async (c) => {
    const row = await requirePackage(deps, c.req.valid("param").id);
    const ended = isTerminalState(row.state);
    const { ended: _, ...activity } = await cached(
      `${row.id}/${row.round}/${row.state}/${row.updatedAt}`,
      async () => ({
        ...(await (await import("./activity.ts")).readActivity(deps, row)),
        ended,
      }),
    );
    c.header("cache-control", "private, no-cache");
    return c.json(activity, 200);
  });
};
