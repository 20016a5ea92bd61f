import { PackageOutcome } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { json, notModified, type OperationDocs } from "../docs/operation-docs.ts";
import { described, named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { FailureGroup } from "../operations/failure-schema.ts";

export const readOutcome = {
  tags: ["Outcome"],
  summary: "Get what became of a package",
  description:
    "The latest or the requested revision. Each completed round has one; a redrive adds the next. `result` is what the choreography's reducer returned, `files` the names of the files that it wrote.",
  responses: {
    200: json("The outcome", named("PackageOutcome", PackageOutcome)),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readFile = {
  tags: ["Outcome"],
  summary: "Get a file that the choreography's reducer wrote",
  description: "Any file that the outcome lists, with the type that it was written with.",
  responses: {
    200: {
      description: "The latest or the requested revision",
      content: { "application/octet-stream": { schema: described(z.string(), { format: "binary" }) } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readReport = {
  tags: ["Outcome"],
  summary: "Get a package's report: report.json if the choreography writes it, else the outcome",
  description: "The latest or the requested revision.",
  responses: {
    200: json("The report", z.unknown()),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const listReports = {
  tags: ["Outcome"],
  summary: "List the revisions of a package's outcome, newest first",
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

export const packageFailures = {
  tags: ["Outcome"],
  summary: "List failed tasks, grouped by kind of error",
  responses: {
    200: json(
      "Groups of the outcome's first failures",
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
  tags: ["Outcome"],
  summary: "Create a link that opens a file of the outcome without a token, valid for five minutes",
  responses: {
    200: json("A path on this server", z.object({ href: z.string(), expiresAt: z.number() })),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readReportPage = {
  tags: ["Outcome"],
  summary: "Get report.html, if the choreography writes it",
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
  tags: ["Outcome"],
  summary: "Get report.md, if the choreography writes it",
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
  tags: ["Outcome"],
  summary: "Get report.sarif, if the choreography writes it",
  responses: {
    200: {
      description: "The latest or the requested revision",
      content: { "application/sarif+json": { schema: z.string() } },
    },
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;
