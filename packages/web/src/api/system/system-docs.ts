import { DeadLetter } from "@torrent/core";
import * as z from "zod/mini";
import { json, type Told } from "../docs/operation-docs.ts";
import { named } from "../docs/words.ts";
import { problemResponses } from "../http/problem-body.ts";
import { System } from "./system-schema.ts";

export const readSystem = {
  tags: ["System"],
  summary: "Queues, workers and passes of this deployment",
  description: "Queue counts are the queue service's own and approximate, and up to two seconds old.",
  responses: {
    200: json("The deployment", System),
    ...problemResponses,
  },
} as const satisfies Told;

export const listDeadLetters = {
  tags: ["System"],
  summary: "Messages that were given up, and what became of them",
  description:
    "A page may hold fewer than `limit` and still have a `next`: the letters of one package are picked out of all.",
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
} as const satisfies Told;
