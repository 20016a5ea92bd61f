import { Report, ReportDiff, ReportFinding } from "@torrent/core";
import * as z from "zod/mini";
import { json, notModified, type Told } from "../docs/operation-docs.ts";
import { described, named } from "../docs/words.ts";
import { problemResponses } from "../http/problem-body.ts";
import { FailureGroup } from "../operations/failure-schema.ts";

export const readReport = {
  tags: ["Reports"],
  summary: "A package's report",
  description: "The last revision, or the one asked for. Each round that ended has one; a redrive adds the next.",
  responses: {
    200: json("The report", named("Report", Report)),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const listReports = {
  tags: ["Reports"],
  summary: "The revisions of a package's report, newest first",
  responses: {
    200: json(
      "The last hundred",
      z.object({
        revisions: z.array(z.object({ revision: z.int(), writtenAt: z.number(), bytes: z.int() })),
      }),
    ),
    ...problemResponses,
  },
} as const satisfies Told;

export const listFindings = {
  tags: ["Reports"],
  summary: "All findings of a report, the worst first",
  description:
    "Within one severity they are in the order of the components. A report of many findings is looked through a part at a time: `sort=component` needs the fewest pages.",
  responses: {
    200: json(
      "One page; it may hold fewer findings than `limit` and still have a next one",
      z.object({ findings: z.array(named("ReportFinding", ReportFinding)), next: z.optional(z.string()) }),
    ),
    ...problemResponses,
  },
} as const satisfies Told;

export const reportDiff = {
  tags: ["Reports"],
  summary: "What changed between two revisions of a report",
  description:
    "All findings of both are compared; counted are all that are new or gone, and listed the gravest hundred of each.",
  responses: {
    200: json("The changes", named("ReportDiff", ReportDiff)),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const packageFailures = {
  tags: ["Reports"],
  summary: "What went wrong, grouped by kind of error",
  responses: {
    200: json(
      "The groups of the report's first failures",
      z.object({
        total: described(z.int(), "Tasks that did not succeed."),
        grouped: described(z.int(), "How many of them the groups hold."),
        groups: z.array(FailureGroup),
      }),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const linkToReport = {
  tags: ["Reports"],
  summary: "An address at which a browser can open a rendered report without a token, for five minutes",
  responses: {
    200: json("A path on this server", z.object({ href: z.string(), expiresAt: z.number() })),
    ...problemResponses,
  },
} as const satisfies Told;

export const readReportPage = {
  tags: ["Reports"],
  summary: "A package's report as one self-contained page",
  responses: {
    200: {
      description: "The last revision, or the one asked for",
      content: { "text/html; charset=utf-8": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const readReportMarkdown = {
  tags: ["Reports"],
  summary: "A package's report as Markdown",
  responses: {
    200: {
      description: "The last revision, or the one asked for",
      content: { "text/markdown; charset=utf-8": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const readReportSarif = {
  tags: ["Reports"],
  summary: "A package's report as SARIF 2.1.0, for code-scanning tools",
  responses: {
    200: {
      description: "The last revision, or the one asked for",
      content: { "application/sarif+json": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;
