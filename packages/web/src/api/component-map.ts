import { createRoute, z } from "@hono/zod-openapi";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import type { MembershipReader } from "./membership.ts";
import { mustRead } from "./packages.ts";
import { problemResponses } from "./problem.ts";
import { PackageId } from "./schemas.ts";

const route = createRoute({
  method: "get",
  path: "/{id}/component-map",
  tags: ["Components"],
  summary: "The status of every component, in a few bytes",
  request: { params: PackageId },
  responses: {
    200: {
      description: "All of them, in the order of their ordinals",
      content: {
        "application/json": {
          schema: z
            .object({
              total: z.number().int(),
              runs: z.string().openapi({
                description: "Runs of one status and their length: d is done, f failed, m missing.",
                example: "d1200f3m17",
              }),
            })
            .openapi("ComponentMap"),
        },
      },
    },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

export const componentMapRoutes = (deps: Deps, membership: MembershipReader) =>
  routes().openapi(route, async (c) => {
    const row = await mustRead(deps, c.req.valid("param").id);
    const members = await membership(row);
    const same = notModified(c, versionTag(row.id, "map", row.updatedAt, members.version));
    if (same) return same as never;
    return c.json({ total: row.components ?? 0, runs: members.runs() }, 200);
  });
