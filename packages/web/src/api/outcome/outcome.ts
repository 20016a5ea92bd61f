import { keys } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { pMap } from "../http/p-map.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import { requireOutcome } from "./outcome-reader.ts";
import { revision, revisionOf } from "./revision.ts";
import { sendFile } from "./send-file.ts";
import { OUTCOME_FILE } from "./untrusted.ts";

const REPORT_FILE = "report.json";

const outcome = createRoute({
  id: "readOutcome",
  method: "get",
  path: "/{id}/outcome",
  request: { params: PackageId, query: z.object({ revision: revision() }) },
});

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

/** What became of a package, and the revisions of that. */
export const outcomeRoutes = (deps: Deps) => {
  const { cloud } = deps;
  return routes()
    .openapi(outcome, async (c) => {
      const { id } = c.req.valid("param");
      const at = await revisionOf(deps, id, c.req.valid("query").revision);
      const same = notModified(c, versionTag(id, "outcome", at));
      if (same) return same;
      return c.json(await requireOutcome(deps, id, at), 200);
    })
    .openapi(report, async (c) => {
      const { id } = c.req.valid("param");
      const at = await revisionOf(deps, id, c.req.valid("query").revision);
      const { files } = await requireOutcome(deps, id, at);
      return (await sendFile(deps, c, id, at, files.includes(REPORT_FILE) ? REPORT_FILE : OUTCOME_FILE)) as never;
    })
    .openapi(revisions, async (c) => {
      const { id } = c.req.valid("param");
      const { revision: last = 0 } = await requirePackage(deps, id);
      const numbers = Array.from({ length: Math.min(100, last) }, (_, n) => last - n);
      const heads = await pMap(numbers, (number) => cloud.objects.head(keys.outcome(id, number)), { concurrency: 8 });
      // A round that was cancelled has no outcome.
      const there = numbers.flatMap((revision, n) => {
        const info = heads[n];
        return info ? [{ revision, writtenAt: info.modifiedAt, bytes: info.bytes }] : [];
      });
      c.header("cache-control", "private, no-cache");
      return c.json({ revisions: there }, 200);
    });
};
