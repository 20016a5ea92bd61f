import { ReadableStream } from "node:stream/web";
import { keys, parse } from "@torrent/core/unstable";
import type { Context } from "hono";
import * as z from "zod/mini";
import type { OperationId } from "../docs/operations.ts";
import type { ApiEnv, Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { revision, revisionOf } from "./revision.ts";

const types = {
  "report.html": "text/html; charset=utf-8",
  "report.md": "text/markdown; charset=utf-8",
  "report.sarif": "application/sarif+json",
} as const;
type File = keyof typeof types;
const files = ["report.html", "report.md", "report.sarif"] as const;

/**
 * Nothing loads, nothing runs, and the page has no origin. The page's own policy allows its inline style sheet by hash;
 * this policy cannot, because earlier revisions have other style sheets.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** A link is valid only as long as it takes to follow it. */
const LINK_MS = 300_000;

const body = <const Id extends OperationId, const F extends File>(id: Id, file: F) =>
  createRoute({
    id,
    method: "get",
    path: `/{id}/${file}` as `/{id}/${F}`,
    request: { params: PackageId, query: z.object({ revision: revision() }) },
  });

const link = createRoute({
  id: "linkToReport",
  method: "get",
  path: "/{id}/report-link",
  request: {
    params: PackageId,
    query: z.object({ revision: revision(), file: z._default(z.enum(files), "report.html") }),
  },
});

const send = async ({ cloud }: Deps, c: Context<ApiEnv>, id: string, at: number, file: File): Promise<Response> => {
  const same = notModified(c, versionTag(id, file, at));
  if (same) return same;
  const object = await cloud.objects.get(keys.rendered(id, at, file));
  if (!object) throw new Problem("not-found", `Revision ${at} of ${id} has no ${file}`);
  c.header("content-type", types[file]);
  c.header(
    "content-disposition",
    `${file === "report.html" ? "inline" : "attachment"}; filename="${id}-${at}${file.slice(6)}"`,
  );
  c.set("policy", POLICY);
  return c.body(ReadableStream.from(object.body) as never, 200);
};

/** Serves rendered reports as they are stored, under a policy that lets nothing in them load or run. */
export const renderedRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  return routes()
    .openapi(body("readReportPage", "report.html"), async (c) => {
      const { id } = c.req.valid("param");
      return send(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.html");
    })
    .openapi(body("readReportMarkdown", "report.md"), async (c) => {
      const { id } = c.req.valid("param");
      return send(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.md");
    })
    .openapi(body("readReportSarif", "report.sarif"), async (c) => {
      const { id } = c.req.valid("param");
      return send(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.sarif");
    })
    .openapi(link, async (c) => {
      const { id } = c.req.valid("param");
      const { revision, file } = c.req.valid("query");
      const at = await revisionOf(deps, id, revision);
      const expiresAt = cloud.clock.now() + LINK_MS;
      c.header("cache-control", "no-store");
      const ticket = cursors.seal("report-link", JSON.stringify([id, at, file, expiresAt]));
      return c.json({ href: `/api/reports/${ticket}`, expiresAt }, 200);
    });
};

const Ticket = z.tuple([z.string(), z.number(), z.enum(files), z.number()]);

/** The target of a {@link link}; the ticket in the URL grants access. */
export const linkedRoutes = (deps: Deps) =>
  routes().get("/:ticket", async (c) => {
    const [id, at, file, expiresAt] = parse(
      Ticket,
      JSON.parse(deps.cursors.open("report-link", c.req.param("ticket"))),
    );
    if (expiresAt < deps.cloud.clock.now()) throw new Problem("not-found", "This link has expired; request a new one");
    return send(deps, c, id, at, file);
  });
