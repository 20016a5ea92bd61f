import { ReadableStream } from "node:stream/web";
import { keys, severities } from "@torrent/core/unstable";
import pMap from "p-map";
import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { cursor, limit, listParam, PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import { type FindingPosition, findingSorts, findingsPage } from "./findings.ts";
import { revision, revisionOf } from "./revision.ts";

const report = createRoute({
  id: "readReport",
  method: "get",
  path: "/{id}/report",
  request: { params: PackageId, query: z.object({ revision: revision() }) },
});

const revisions = createRoute({
  id: "listReports",
  method: "get",
  path: "/{id}/reports",
  request: { params: PackageId },
});

const findings = createRoute({
  id: "listFindings",
  method: "get",
  path: "/{id}/findings",
  request: {
    params: PackageId,
    query: z.object({
      revision: revision(),
      severity: listParam(severities),
      sort: z._default(z.enum(findingSorts), "severity"),
      pass: z.optional(z.string().check(z.maxLength(32))),
      rule: z.optional(z.string().check(z.maxLength(200))),
      component: z.optional(z.string().check(z.maxLength(200))),
      text: described(
        z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
        "Text contained in the title, name or context; case-insensitive.",
      ),
      limit: limit(500, 100),
      cursor,
    }),
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
      if (same) return same;
      const object = await cloud.objects.get(keys.report(id, at));
      if (!object) throw new Problem("not-found", `Report revision ${at} of package ${id} not found`);
      c.header("content-type", "application/json; charset=utf-8");
      return c.body(ReadableStream.from(object.body) as never, 200) as never;
    })
    .openapi(revisions, async (c) => {
      const { id } = c.req.valid("param");
      const { revision: last = 0 } = await requirePackage(deps, id);
      const numbers = Array.from({ length: Math.min(100, last) }, (_, n) => last - n);
      const heads = await pMap(numbers, (number) => cloud.objects.head(keys.report(id, number)), { concurrency: 8 });
      // A round that was cancelled has no report.
      const existing = numbers.flatMap((revision, n) => {
        const info = heads[n];
        return info ? [{ revision, writtenAt: info.modifiedAt, bytes: info.bytes }] : [];
      });
      c.header("cache-control", "private, no-cache");
      return c.json({ revisions: existing }, 200);
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
