import { createRoute, z } from "@hono/zod-openapi";
import { collect, diffReports, keys, Report, ReportDiff } from "@torrent/core";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import { fromCore } from "./from-core.ts";
import { Problem, problemResponses } from "./problem.ts";
import { revision, revisionOf } from "./revision.ts";
import { PackageId } from "./schemas.ts";

const diff = createRoute({
  method: "get",
  path: "/{id}/report-diff",
  tags: ["Reports"],
  summary: "What changed between two revisions of a report",
  description:
    "All findings of both are compared; counted are all that are new or gone, and listed the gravest hundred of each.",
  request: {
    params: PackageId,
    query: z.object({
      from: revision.optional().openapi({ description: "The revision to compare with; by default the one before." }),
      to: revision.optional().openapi({ description: "By default the last." }),
    }),
  },
  responses: {
    200: {
      description: "The changes",
      content: { "application/json": { schema: fromCore(ReportDiff, "ReportDiff") } },
    },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

export const reportDiffRoutes = (deps: Deps) => {
  const { objects } = deps.cloud;
  const read = async (id: string, at: number): Promise<Report> => {
    const object = await objects.get(keys.report(id, at));
    if (!object) throw new Problem("not-found", `Revision ${at} of the report of ${id} is not there`);
    return Report.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
  };
  return routes().openapi(diff, async (c) => {
    const { id } = c.req.valid("param");
    const asked = c.req.valid("query");
    const to = await revisionOf(deps, id, asked.to);
    const from = await revisionOf(deps, id, asked.from ?? Math.max(1, to - 1));
    const same = notModified(c, versionTag(id, "report-diff", from, to));
    if (same) return same as never;
    const [a, b] = await Promise.all([read(id, from), read(id, to)]);
    return c.json(await diffReports(objects, a, b), 200);
  });
};
