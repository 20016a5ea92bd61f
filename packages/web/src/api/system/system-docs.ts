import { DeadLetter } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { json, type OperationDocs } from "../docs/operation-docs.ts";
import { named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { System } from "./system-schema.ts";

export const readSystem = {
  tags: ["System"],
  summary: "Get the queues, workers and passes of this deployment",
  description: "Queue counts come from the queue service. They are approximate and up to two seconds old.",
  responses: {
    200: json("The deployment", System),
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
