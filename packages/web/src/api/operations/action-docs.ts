import { packageStates } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { json, type OperationDocs } from "../docs/operation-docs.ts";
import { described, named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { Completion } from "../packages/completion-schema.ts";
import { RoundView } from "./round-schema.ts";

export const redrivePackage = {
  tags: ["Actions"],
  summary: "Redrive failed or selected tasks in a new round",
  description:
    "Earlier results are kept, results that are still valid are reused, and the outcome becomes the next revision. With an `Idempotency-Key`, repeating the request does not start another round.",
  responses: {
    200: json("Dry run: what would run again", named("DryRun", z.object({ components: z.int(), tasks: z.int() }))),
    202: json("Started; `Location` links to the status of the new round", RoundView),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const cancelPackage = {
  tags: ["Actions"],
  summary: "Cancel a package; unfinished tasks are settled as cancelled",
  responses: {
    200: json(
      "Cancelled, or already ended",
      named("Cancelled", z.object({ state: z.enum(packageStates), cancelled: z.int() })),
    ),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const listCompletions = {
  tags: ["Actions"],
  summary: "List the notifications of a package's subscribers in its current round",
  responses: {
    200: json("One entry for each subscriber and state", z.object({ completions: z.array(Completion) })),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const redriveCompletions = {
  tags: ["Actions"],
  summary: "Notify subscribers again whose notification failed",
  description:
    "The event keeps its key, so that a subscriber can recognise it. With an `Idempotency-Key`, repeating the request does not notify them again.",
  responses: {
    202: json(
      "Queued",
      named(
        "CompletionRedrive",
        z.object({
          subscribers: z.array(z.string()),
          generation: described(z.int(), "How often notifications of this round have been redriven."),
        }),
      ),
    ),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readRound = {
  tags: ["Actions"],
  summary: "Get the status of one round",
  responses: {
    200: json("The round", RoundView),
    ...problemResponses,
  },
} as const satisfies OperationDocs;
