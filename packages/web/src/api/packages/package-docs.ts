import * as z from "zod/mini";
import { json, notModified, type Told } from "../docs/operation-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { Activity } from "../progress/activity-schemas.ts";
import { PackageDetail, PackageSummary } from "./package-schemas.ts";
import { Why } from "./why-schema.ts";

export const listPackages = {
  tags: ["Packages"],
  summary: "Packages, newest or most urgent first",
  description:
    "A page may hold fewer packages than `limit` and still have a `next`. Sorted by priority, the newest 2,000 that fit are put in order; `partial` says that there are more.",
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
} as const satisfies Told;

export const readPackage = {
  tags: ["Packages"],
  summary: "One package and where it stands in each stage",
  responses: {
    200: json("The package", PackageDetail),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const packageActivity = {
  tags: ["Packages"],
  summary: "What each pass did and when, and what the package has cost",
  description: "Reads every component's node; remembered for five seconds, and longer once the package has ended.",
  responses: {
    200: json("The activity", Activity),
    ...problemResponses,
  },
} as const satisfies Told;

export const packageEvents = {
  tags: ["Packages"],
  summary: "The package as server-sent events while it changes",
  description:
    "`package` carries the detail each time its version changes, with that version as the event's id; `ended` follows the last. A client that comes back with `Last-Event-ID` is sent only what it has not seen.",
  responses: {
    200: { description: "At most 55 seconds of events", content: { "text/event-stream": { schema: z.string() } } },
    ...problemResponses,
  },
} as const satisfies Told;

export const whyPackageWaits = {
  tags: ["Packages"],
  summary: "What a package waits for",
  description: "Reads every component of the current round; ask for it when someone wants to know, not all the time.",
  responses: {
    200: json("What it waits for", Why),
    ...problemResponses,
  },
} as const satisfies Told;
