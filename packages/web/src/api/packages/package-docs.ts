import * as z from "zod/mini";
import { json, notModified, type OperationDocs } from "../docs/operation-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { Activity } from "../progress/activity-schemas.ts";
import { PackageDetail, PackageSummary } from "./package-schemas.ts";
import { Why } from "./why-schema.ts";

export const listPackages = {
  tags: ["Packages"],
  summary: "List packages, newest or highest priority first",
  description:
    "A page may contain fewer packages than `limit` and still have a `next`. When sorting by priority, the newest 2,000 matching packages are ranked; `partial` means that there are more.",
  responses: {
    200: json(
      "One page",
      z.object({
        packages: z.array(PackageSummary),
        next: z.optional(z.string()),
        partial: z.boolean(),
        now: z.number(),
      }),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readPackage = {
  tags: ["Packages"],
  summary: "Get one package and its progress in each stage",
  responses: {
    200: json("The package", PackageDetail),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const packageActivity = {
  tags: ["Packages"],
  summary: "Get a package's activity: passes, timeline and cost",
  description: "Reads every component's node. Cached for five seconds, and longer once the package has ended.",
  responses: {
    200: json("The activity", Activity),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const packageEvents = {
  tags: ["Packages"],
  summary: "Stream a package's changes as server-sent events",
  description:
    "`package` carries the package each time its version changes, with the version as the event id; `ended` follows the last one, once the package has ended and its subscribers have been notified. A client that reconnects with `Last-Event-ID` receives newer versions only.",
  responses: {
    200: { description: "Up to 55 seconds of events", content: { "text/event-stream": { schema: z.string() } } },
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const explainPackage = {
  tags: ["Packages"],
  summary: "Explain what a package is waiting for",
  description: "Reads every component of the current round; request it on demand rather than polling.",
  responses: {
    200: json("What the package is waiting for", Why),
    ...problemResponses,
  },
} as const satisfies OperationDocs;
