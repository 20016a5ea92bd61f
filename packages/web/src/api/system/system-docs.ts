import { DeadLetter } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { json, notModified, type OperationDocs } from "../docs/operation-docs.ts";
import { named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { ChoreographyView } from "./choreography-schema.ts";
import { System } from "./system-schema.ts";

export const readSystem = {
  tags: ["System"],
  summary: "Get the choreography, queues and workers of this deployment",
  description: "Queue counts come from the queue service. They are approximate and up to two seconds old.",
  responses: {
    200: json("The deployment", System),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readChoreography = {
  tags: ["System"],
  summary: "Get the choreography of this deployment: passes, counts, subscribers and panels",
  responses: {
    200: json("The choreography; it changes with a deployment only", ChoreographyView),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const listDeadLetters = {
  tags: ["System"],
  summary: "List dead letters and their outcomes",
  description:
    "A page may contain fewer than `limit` and still have a `next`, because the package filter applies to each page.",
  responses: {
    200: json(
      "One page",
      z.object({
        deadLetters: z.array(named("DeadLetter", DeadLetter)),
        next: z.optional(z.string()),
      }),
    ),
    ...problemResponses,
  },
} as const satisfies OperationDocs;
