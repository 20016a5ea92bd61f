import { ReadableStream } from "node:stream/web";
import { createRoute, z } from "@hono/zod-openapi";
import { keys } from "@torrent/core";
import type { Context } from "hono";
import { type ApiEnv, type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import { Problem, problemResponses } from "./problem.ts";
import { revision, revisionOf } from "./revision.ts";
import { PackageId } from "./schemas.ts";

const types = {
  "report.html": "text/html; charset=utf-8",
  "report.md": "text/markdown; charset=utf-8",
  "report.sarif": "application/sarif+json",
} as const;
type File = keyof typeof types;
const files = ["report.html", "report.md", "report.sarif"] as const;

/**
 * Nothing loads, nothing runs, and the page is nobody's origin. Its one style sheet stands in it: the page's own policy
 * allows that by hash and nothing else; here it can't, because an earlier revision has an earlier sheet.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** A link is good for as long as it takes to follow it. */
const LINK_MS = 300_000;

const body = (file: File, what: string) =>
  createRoute({
    method: "get",
    path: `/{id}/${file}` as const,
    tags: ["Reports"],
    summary: `A package's report as ${what}`,
    request: { params: PackageId, query: z.object({ revision: revision.optional() }) },
    responses: {
      200: {
        description: "The last revision, or the one asked for",
        content: { [types[file]]: { schema: z.string() } },
      },
      304: { description: "Nothing has changed since the version in `If-None-Match`" },
      ...problemResponses,
    },
  });

const link = createRoute({
  method: "get",
  path: "/{id}/report-link",
  tags: ["Reports"],
  summary: "An address at which a browser can open a rendered report without a token, for five minutes",
  request: {
    params: PackageId,
    query: z.object({ revision: revision.optional(), file: z.enum(files).default("report.html") }),
  },
  responses: {
    200: {
      description: "A path on this server",
      content: { "application/json": { schema: z.object({ href: z.string(), expiresAt: z.number() }) } },
    },
    ...problemResponses,
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

/** What is rendered from the report, as it is stored, under a policy that lets nothing in it load or run. */
export const renderedRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  return routes()
    .openapi(body("report.html", "one self-contained page"), async (c) => {
      const { id } = c.req.valid("param");
      return (await send(
        deps,
        c,
        id,
        await revisionOf(deps, id, c.req.valid("query").revision),
        "report.html",
      )) as never;
    })
    .openapi(body("report.md", "Markdown"), async (c) => {
      const { id } = c.req.valid("param");
      return (await send(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.md")) as never;
    })
    .openapi(body("report.sarif", "SARIF 2.1.0, for code-scanning tools"), async (c) => {
      const { id } = c.req.valid("param");
      return (await send(
        deps,
        c,
        id,
        await revisionOf(deps, id, c.req.valid("query").revision),
        "report.sarif",
      )) as never;
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

/** Where a {@link link} leads: the ticket in the address is what lets in. */
export const linkedRoutes = (deps: Deps) =>
  routes().get("/:ticket", async (c) => {
    const [id, at, file, expiresAt] = Ticket.parse(JSON.parse(deps.cursors.open("report-link", c.req.param("ticket"))));
    if (expiresAt < deps.cloud.clock.now()) throw new Problem("not-found", "This link has expired; ask for another");
    return send(deps, c, id, at, file);
  });
