import { ReadableStream } from "node:stream/web";
import { createRoute, z } from "@hono/zod-openapi";
import { keys, Report, ReportFinding, severities } from "@torrent/core";
import pMap from "p-map";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import { type FindingPosition, findingSorts, findingsPage } from "./findings.ts";
import { fromCore } from "./from-core.ts";
import { mustRead } from "./packages.ts";
import { Problem, problemResponses } from "./problem.ts";
import { revision, revisionOf } from "./revision.ts";
import { cursor, limit, PackageId, several } from "./schemas.ts";

const ReportView = fromCore(Report, "Report");
const FindingView = fromCore(ReportFinding, "ReportFinding");

const report = createRoute({
  method: "get",
  path: "/{id}/report",
  tags: ["Reports"],
  summary: "A package's report",
  description: "The last revision, or the one asked for. Each round that ended has one; a redrive adds the next.",
  request: { params: PackageId, query: z.object({ revision: revision.optional() }) },
  responses: {
    200: { description: "The report", content: { "application/json": { schema: ReportView } } },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

const revisions = createRoute({
  method: "get",
  path: "/{id}/reports",
  tags: ["Reports"],
  summary: "The revisions of a package's report, newest first",
  request: { params: PackageId },
  responses: {
    200: {
      description: "The last hundred",
      content: {
        "application/json": {
          schema: z.object({
            revisions: z.array(
              z.object({ revision: z.number().int(), writtenAt: z.number(), bytes: z.number().int() }),
            ),
          }),
        },
      },
    },
    ...problemResponses,
  },
});

const findings = createRoute({
  method: "get",
  path: "/{id}/findings",
  tags: ["Reports"],
  summary: "All findings of a report, the worst first",
  description:
    "Within one severity they are in the order of the components. A report of many findings is looked through a part at a time: `sort=component` needs the fewest pages.",
  request: {
    params: PackageId,
    query: z.object({
      revision: revision.optional(),
      severity: several(severities),
      sort: z.enum(findingSorts).default("severity"),
      pass: z.string().max(32).optional(),
      rule: z.string().max(200).optional(),
      component: z.string().max(200).optional(),
      text: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .openapi({ description: "Part of title, name or context; case ignored." }),
      limit: limit(500, 100),
      cursor,
    }),
  },
  responses: {
    200: {
      description: "One page; it may hold fewer findings than `limit` and still have a next one",
      content: {
        "application/json": {
          schema: z.object({ findings: z.array(FindingView), next: z.string().optional() }),
        },
      },
    },
    ...problemResponses,
  },
});

const positionOf = (text: string): FindingPosition => {
  const [level = 0, at = 0] = text.split("/").map(Number);
  return { level, at };
};

export const reportRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  return routes()
    .openapi(report, async (c) => {
      const { id } = c.req.valid("param");
      const at = await revisionOf(deps, id, c.req.valid("query").revision);
      const same = notModified(c, versionTag(id, "report", at));
      if (same) return same as never;
      const object = await cloud.objects.get(keys.report(id, at));
      if (!object) throw new Problem("not-found", `Revision ${at} of the report of ${id} is not there`);
      c.header("content-type", "application/json; charset=utf-8");
      return c.body(ReadableStream.from(object.body) as never, 200) as never;
    })
    .openapi(revisions, async (c) => {
      const { id } = c.req.valid("param");
      const { revision: last = 0 } = await mustRead(deps, id);
      const numbers = Array.from({ length: Math.min(100, last) }, (_, n) => last - n);
      const heads = await pMap(numbers, (one) => cloud.objects.head(keys.report(id, one)), { concurrency: 8 });
      // A round that was cancelled has no report.
      const there = numbers.flatMap((revision, n) => {
        const info = heads[n];
        return info ? [{ revision, writtenAt: info.modifiedAt, bytes: info.bytes }] : [];
      });
      c.header("cache-control", "private, no-cache");
      return c.json({ revisions: there }, 200);
    })
    .openapi(findings, async (c) => {
      const { id } = c.req.valid("param");
      const { limit, cursor, revision, sort, ...filter } = c.req.valid("query");
      const at = await revisionOf(deps, id, revision);
      const scope = `findings ${id} ${at} ${sort} ${JSON.stringify(filter)}`;
      const from = cursor === undefined ? undefined : positionOf(cursors.open(scope, cursor));
      const page = await findingsPage(cloud.objects, keys.findings(id, at), filter, sort, limit, from);
      c.header("cache-control", "private, no-cache");
      const next = page.next === undefined ? {} : { next: cursors.seal(scope, `${page.next.level}/${page.next.at}`) };
      return c.json({ findings: page.findings, ...next }, 200);
    });
};
