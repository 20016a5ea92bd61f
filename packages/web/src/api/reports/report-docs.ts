import { Report, ReportDiff, ReportFinding } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { json, notModified, type OperationDocs } from "../docs/operation-docs.ts";
import { described, named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { FailureGroup } from "../operations/failure-schema.ts";

export const readReport = {
  tags: ["Reports"],
  summary: "Get a package's report",
  description: "The latest or the requested revision. Each completed round has one; a redrive adds the next.",
  responses: {
    200: json("The report", named("Report", Report)),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const listReports = {
  tags: ["Reports"],
  summary: "List the revisions of a package's report, newest first",
  responses: {
    200: json(
      "The latest hundred revisions",
      z.object({
        revisions: z.array(z.object({ revision: z.int(), writtenAt: z.number(), bytes: z.int() })),
      }),
    ),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const listFindings = {
  tags: ["Reports"],
  summary: "List a report's findings, most severe first",
  description:
    "Findings of the same severity are in component order. A large report is scanned one part at a time; `sort=component` needs the fewest pages.",
  responses: {
    200: json(
      "One page of findings; it may contain fewer than `limit` and still have a `next`",
      z.object({ findings: z.array(named("ReportFinding", ReportFinding)), next: z.optional(z.string()) }),
    ),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const reportDiff = {
  tags: ["Reports"],
  summary: "Compare two revisions of a report",
  description:
    "Compares all findings of both revisions. All new and resolved findings are counted; the hundred most severe of each are listed.",
  responses: {
    200: json("The changes", named("ReportDiff", ReportDiff)),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const packageFailures = {
  tags: ["Reports"],
  summary: "List failed tasks, grouped by kind of error",
  responses: {
    200: json(
      "Groups of the report's first failures",
      z.object({
        total: described(z.int(), "Number of tasks that did not succeed."),
        grouped: described(z.int(), "Number of those tasks that the groups cover."),
        groups: z.array(FailureGroup),
      }),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const linkToReport = {
  tags: ["Reports"],
  summary: "Create a link that opens a rendered report without a token, valid for five minutes",
  responses: {
    200: json("A path on this server", z.object({ href: z.string(), expiresAt: z.number() })),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readReportPage = {
  tags: ["Reports"],
  summary: "Get a package's report as a self-contained HTML page",
  responses: {
    200: {
      description: "The latest or the requested revision",
      content: { "text/html; charset=utf-8": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readReportMarkdown = {
  tags: ["Reports"],
  summary: "Get a package's report as Markdown",
  responses: {
    200: {
      description: "The latest or the requested revision",
      content: { "text/markdown; charset=utf-8": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readReportSarif = {
  tags: ["Reports"],
  summary: "Get a package's report as SARIF 2.1.0, for code-scanning tools",
  responses: {
    200: {
      description: "The latest or the requested revision",
      content: { "application/sarif+json": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;
