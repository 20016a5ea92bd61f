import { collect, diffReports, keys, Report } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { revision, revisionOf } from "./revision.ts";

const diff = createRoute({
  id: "reportDiff",
  method: "get",
  path: "/{id}/report-diff",
  request: {
    params: PackageId,
    query: z.object({
      from: described(revision(), "The revision to compare with (default: the previous one)."),
      to: described(revision(), "The revision to compare (default: the latest)."),
    }),
  },
});

export const reportDiffRoutes = (deps: Deps) => {
  const { objects } = deps.cloud;
  const read = async (id: string, at: number): Promise<Report> => {
    const object = await objects.get(keys.report(id, at));
    if (!object) throw new Problem("not-found", `Report revision ${at} of package ${id} not found`);
    return Report.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
  };
  return routes().openapi(diff, async (c) => {
    const { id } = c.req.valid("param");
    const range = c.req.valid("query");
    const to = await revisionOf(deps, id, range.to);
    const from = await revisionOf(deps, id, range.from ?? Math.max(1, to - 1));
    const same = notModified(c, versionTag(id, "report-diff", from, to));
    if (same) return same;
    const [a, b] = await Promise.all([read(id, from), read(id, to)]);
    return c.json(await diffReports(objects, a, b), 200);
  });
};
