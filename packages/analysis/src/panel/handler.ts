import type { ObjectStore } from "@torrent/core";
import { collect, keys, type PanelHandler, type PanelRequest } from "@torrent/core/unstable";
import { diffReports } from "../report/diff.ts";
import { FINDINGS_FILE, REPORT_FILE } from "../report/files.ts";
import { Report } from "../report/schema.ts";
import { invalid, notFound } from "./answer.ts";
import { findingsPage } from "./findings-page.ts";
import { DiffQuery, FindingsQuery, parseQuery, ReportQuery, revisionOf } from "./query.ts";

const readReport = async (
  objects: Pick<ObjectStore, "get">,
  id: string,
  revision: number,
): Promise<Report | undefined> => {
  const object = await objects.get(keys.resultFile(id, revision, REPORT_FILE));
  return object && Report.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
};

const noReport = (id: string, revision: number): Response =>
  notFound(`Package ${id} has no report of revision ${revision}`);

/** `report?revision=2` */
const report = async ({ row, query, objects }: PanelRequest): Promise<Response> => {
  const asked = parseQuery(ReportQuery, query);
  if (!asked.ok) return invalid(asked.why);
  const revision = revisionOf(row, asked.value.revision);
  if (!revision.ok) return notFound(revision.why);
  const found = await readReport(objects, row.id, revision.value);
  return found ? Response.json(found) : noReport(row.id, revision.value);
};

/** `findings?severity=high,critical&text=password&limit=100` */
const findings = async ({ row, query, objects }: PanelRequest): Promise<Response> => {
  const asked = parseQuery(FindingsQuery, query);
  if (!asked.ok) return invalid(asked.why);
  const { limit, cursor, revision: requested, sort, ...filter } = asked.value;
  const revision = revisionOf(row, requested);
  if (!revision.ok) return notFound(revision.why);
  const page = await findingsPage(objects, keys.resultFile(row.id, revision.value, FINDINGS_FILE), filter, {
    sort,
    limit,
    ...(cursor ? { from: cursor } : {}),
  });
  if (!page) return invalid("query.cursor: it does not belong to this query; start again from the first page");
  const next = page.next && { next: `${page.next.level}-${page.next.at}` };
  return Response.json({ findings: page.findings, ...next });
};

/** `diff?from=1&to=2`; without them the latest revision and the one before it. */
const diff = async ({ row, query, objects }: PanelRequest): Promise<Response> => {
  const asked = parseQuery(DiffQuery, query);
  if (!asked.ok) return invalid(asked.why);
  const to = revisionOf(row, asked.value.to);
  if (!to.ok) return notFound(to.why);
  const from = revisionOf(row, asked.value.from ?? Math.max(1, to.value - 1));
  if (!from.ok) return notFound(from.why);
  const [before, after] = await Promise.all([
    readReport(objects, row.id, from.value),
    readReport(objects, row.id, to.value),
  ]);
  if (!before) return noReport(row.id, from.value);
  if (!after) return noReport(row.id, to.value);
  return Response.json(await diffReports(objects, before, after));
};

const handlers: Readonly<Record<string, (request: PanelRequest) => Promise<Response>>> = { report, findings, diff };

const handler: PanelHandler = (request) => {
  const handle = Object.hasOwn(handlers, request.path) ? handlers[request.path] : undefined;
  return handle
    ? handle(request)
    : notFound(`The panel has no ${request.path}; it has ${Object.keys(handlers).join(", ")}`);
};
export default handler;
