import { parse } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { OperationId } from "../docs/operations.ts";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requireOutcome } from "./outcome-reader.ts";
import { revision, revisionOf } from "./revision.ts";
import { sendFile } from "./send-file.ts";
import { OUTCOME_FILE } from "./untrusted.ts";

/** A link is good for as long as it takes to follow it. */
const LINK_MS = 300_000;

/** As reducers may name files. */
const fileName = () =>
  z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "A file name is 1–100 letters, digits, dots, _ or -"));

const file = createRoute({
  id: "readFile",
  method: "get",
  path: "/{id}/files/{file}",
  request: {
    params: z.extend(PackageId, { file: described(fileName(), { example: "report.html" }) }),
    query: z.object({ revision: revision() }),
  },
});

const alias = <const Id extends OperationId, const F extends string>(id: Id, name: F) =>
  createRoute({
    id,
    method: "get",
    path: `/{id}/${name}` as `/{id}/${F}`,
    request: { params: PackageId, query: z.object({ revision: revision() }) },
  });

const link = createRoute({
  id: "linkToReport",
  method: "get",
  path: "/{id}/report-link",
  request: {
    params: PackageId,
    query: z.object({ revision: revision(), file: z._default(fileName(), "report.html") }),
  },
});

/** The files that a reducer wrote beside an outcome, under a policy that lets nothing in them load or run. */
export const fileRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  return routes()
    .openapi(file, async (c) => {
      const { id, file } = c.req.valid("param");
      return sendFile(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), file);
    })
    .openapi(alias("readReportPage", "report.html"), async (c) => {
      const { id } = c.req.valid("param");
      return sendFile(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.html");
    })
    .openapi(alias("readReportMarkdown", "report.md"), async (c) => {
      const { id } = c.req.valid("param");
      return sendFile(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.md");
    })
    .openapi(alias("readReportSarif", "report.sarif"), async (c) => {
      const { id } = c.req.valid("param");
      return sendFile(deps, c, id, await revisionOf(deps, id, c.req.valid("query").revision), "report.sarif");
    })
    .openapi(link, async (c) => {
      const { id } = c.req.valid("param");
      const { revision, file } = c.req.valid("query");
      const at = await revisionOf(deps, id, revision);
      const { files } = await requireOutcome(deps, id, at);
      if (file !== OUTCOME_FILE && !files.includes(file))
        throw new Problem("not-found", `Revision ${at} of ${id} has no ${file}`);
      const expiresAt = cloud.clock.now() + LINK_MS;
      c.header("cache-control", "no-store");
      const ticket = cursors.seal("report-link", JSON.stringify([id, at, file, expiresAt]));
      return c.json({ href: `/api/reports/${ticket}`, expiresAt }, 200);
    });
};

const Ticket = z.tuple([z.string(), z.number(), fileName(), z.number()]);

/** What a {@link link} leads to: the ticket in the address is the permission to read the file. */
export const linkedRoutes = (deps: Deps) =>
  routes().get("/:ticket", async (c) => {
    const [id, at, file, expiresAt] = parse(
      Ticket,
      JSON.parse(deps.cursors.open("report-link", c.req.param("ticket"))),
    );
    if (expiresAt < deps.cloud.clock.now()) throw new Problem("not-found", "This link has expired; request a new one");
    return sendFile(deps, c, id, at, file);
  });
