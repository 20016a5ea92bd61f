import { createRoute, z } from "@hono/zod-openapi";
import { bands, type PackageRow } from "@torrent/core";
import pMap from "p-map";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import { byPriority, byTime, stateNames, statesOf } from "./listing.ts";
import { Problem, problemResponses } from "./problem.ts";
import { cursor, limit, PackageDetail, PackageId, PackageSummary, several } from "./schemas.ts";
import { detailOf, detailVersionOf, isRetrying, look, summaryOf, versionOf } from "./view.ts";

const ListQuery = z.object({
  state: several(stateNames),
  band: several(bands),
  name: z.string().min(1).max(200).optional().openapi({ description: "Part of the name, case ignored." }),
  since: z.coerce.number().int().min(0).optional(),
  until: z.coerce.number().int().min(0).optional(),
  stalled: z.enum(["true", "false"]).optional(),
  retrying: z.enum(["true", "false"]).optional(),
  sort: z.enum(["time", "priority"]).default("time"),
  limit: limit(200, 50),
  cursor,
});

const list = createRoute({
  method: "get",
  path: "/",
  tags: ["Packages"],
  summary: "Packages, newest or most urgent first",
  description:
    "A page may hold fewer packages than `limit` and still have a `next`. Sorted by priority, the newest 2,000 that fit are put in order; `partial` says that there are more.",
  request: { query: ListQuery },
  responses: {
    200: {
      description: "One page",
      content: {
        "application/json": {
          schema: z.object({
            packages: z.array(PackageSummary),
            next: z.string().optional(),
            partial: z.boolean(),
            now: z.number(),
          }),
        },
      },
    },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

const detail = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["Packages"],
  summary: "One package and where it stands in each stage",
  request: { params: PackageId },
  responses: {
    200: { description: "The package", content: { "application/json": { schema: PackageDetail } } },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

export const mustRead = async ({ cloud }: Deps, id: string): Promise<PackageRow> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Problem("not-found", `There is no package ${id}`);
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
      if (same) return same as never;
      const packages = shown.map(({ row, is }) => summaryOf(row, is));
      return c.json({ packages, ...(next ? { next } : {}), partial: page.partial, now: cloud.clock.now() }, 200);
    })
    .openapi(detail, async (c) => {
      const row = await mustRead(deps, c.req.valid("param").id);
      const known = await look(deps, row);
      const lanes = await deps.lanes(row, known.standing);
      const same = notModified(c, detailVersionOf(row, known, lanes));
      if (same) return same as never;
      return c.json(detailOf(row, known, lanes), 200);
    });
};
