import { bands, type PackageRow } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { pMap } from "../http/p-map.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { cursor, integerParam, limit, listParam, namePart, PackageId } from "../http/schemas.ts";
import { byPriority, byTime, stateNames, statesOf } from "./listing.ts";
import { isRetrying, readDetail, readSnapshot, summaryOf, versionOf } from "./view.ts";

const ListQuery = z.object({
  state: listParam(stateNames),
  band: listParam(bands),
  name: namePart,
  since: z.optional(integerParam(0)),
  until: z.optional(integerParam(0)),
  stalled: z.optional(z.enum(["true", "false"])),
  retrying: z.optional(z.enum(["true", "false"])),
  sort: z._default(z.enum(["time", "priority"]), "time"),
  limit: limit(200, 50),
  cursor,
});

const list = createRoute({
  id: "listPackages",
  method: "get",
  path: "/",
  request: { query: ListQuery },
});

const detail = createRoute({
  id: "readPackage",
  method: "get",
  path: "/{id}",
  request: { params: PackageId },
});

export const requirePackage = async ({ cloud }: Deps, id: string): Promise<PackageRow> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Problem("not-found", `Package ${id} not found`);
  return row;
};

const scopeOf = (query: z.infer<typeof ListQuery>): string => {
  const { cursor: _, limit: __, ...filter } = query;
  return `packages ${JSON.stringify(filter)}`;
};

export const packageRoutes = (deps: Deps) => {
  const { cloud, choreography, cursors } = deps;
  return routes()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const scope = scopeOf(query);
      const from = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor);
      const filter = {
        ...query,
        bands: query.band,
        // Only open packages can be stalled or retrying.
        states:
          query.stalled === "true" || query.retrying === "true"
            ? statesOf(["active"])
            : query.state && statesOf(query.state),
      };
      const page =
        query.sort === "priority"
          ? await byPriority(cloud.packages, filter, query.limit, Number(from ?? 0))
          : { ...(await byTime(cloud.packages, filter, query.limit, from)), partial: false };
      const snapshot = await pMap(page.rows, async (row) => ({ row, snapshot: await readSnapshot(deps, row) }), {
        concurrency: 8,
      });
      const shown = snapshot.filter(
        ({ snapshot }) =>
          (query.stalled === undefined || snapshot.stalled === (query.stalled === "true")) &&
          (query.retrying === undefined || isRetrying(snapshot) === (query.retrying === "true")),
      );
      const next = page.next === undefined ? undefined : cursors.seal(scope, page.next);
      const same = notModified(c, versionTag(...shown.map(({ row, snapshot }) => versionOf(row, snapshot)), next));
      if (same) return same;
      const packages = shown.map(({ row, snapshot }) => summaryOf(choreography, row, snapshot));
      return c.json({ packages, ...(next ? { next } : {}), partial: page.partial, now: cloud.clock.now() }, 200);
    })
    .openapi(detail, async (c) => {
      const row = await requirePackage(deps, c.req.valid("param").id);
      const { version, detail } = await readDetail(deps, row);
      return notModified(c, version) ?? c.json(detail(), 200);
    });
};
