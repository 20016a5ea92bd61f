import { bands, type PackageRow } from "@torrent/core";
import pMap from "p-map";
import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { cursor, limit, namePart, PackageId, several, whole } from "../http/schemas.ts";
import { byPriority, byTime, stateNames, statesOf } from "./listing.ts";
import { detailOf, detailVersionOf, isRetrying, look, summaryOf, versionOf } from "./view.ts";

const ListQuery = z.object({
  state: several(stateNames),
  band: several(bands),
  name: namePart,
  since: z.optional(whole(0)),
  until: z.optional(whole(0)),
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

export const mustRead = async ({ cloud }: Deps, id: string): Promise<PackageRow> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Problem("not-found", `Package ${id} not found`);
  return row;
};

const scopeOf = (query: z.infer<typeof ListQuery>): string => {
  const { cursor: _, limit: __, ...filter } = query;
  return `packages ${JSON.stringify(filter)}`;
};

export const packageRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  return routes()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const scope = scopeOf(query);
      const from = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor);
      const filter = {
        ...query,
        bands: query.band,
        // What is open only can be stalled, or tried again.
        states:
          query.stalled === "true" || query.retrying === "true"
            ? statesOf(["active"])
            : query.state && statesOf(query.state),
      };
      const page =
        query.sort === "priority"
          ? await byPriority(cloud.packages, filter, query.limit, Number(from ?? 0))
          : { ...(await byTime(cloud.packages, filter, query.limit, from)), partial: false };
      const known = await pMap(page.rows, async (row) => ({ row, is: await look(deps, row) }), { concurrency: 8 });
      const shown = known.filter(
        ({ is }) =>
          (query.stalled === undefined || is.stalled === (query.stalled === "true")) &&
          (query.retrying === undefined || isRetrying(is) === (query.retrying === "true")),
      );
      const next = page.next === undefined ? undefined : cursors.seal(scope, page.next);
      const same = notModified(c, versionTag(...shown.map(({ row, is }) => versionOf(row, is)), next));
      if (same) return same;
      const packages = shown.map(({ row, is }) => summaryOf(row, is));
      return c.json({ packages, ...(next ? { next } : {}), partial: page.partial, now: cloud.clock.now() }, 200);
    })
    .openapi(detail, async (c) => {
      const row = await mustRead(deps, c.req.valid("param").id);
      const known = await look(deps, row);
      const lanes = await deps.lanes(row, known.standing);
      const same = notModified(c, detailVersionOf(row, known, lanes));
      if (same) return same;
      return c.json(detailOf(row, known, lanes), 200);
    });
};
