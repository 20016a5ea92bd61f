import { packageStates } from "@torrent/core";
import * as z from "zod/mini";
import { json, type Told } from "../docs/operation-docs.ts";
import { named } from "../docs/words.ts";
import { problemResponses } from "../http/problem-body.ts";
import { RoundView } from "./round-schema.ts";

export const redrivePackage = {
  tags: ["Actions"],
  summary: "Run failed or chosen tasks again, as a new round",
  description:
    "Earlier results stay, those that are still valid are reused, and the report that follows is the next revision. With an `Idempotency-Key`, repeating the request starts nothing twice.",
  responses: {
    200: json("A dry run: what would be run again", named("DryRun", z.object({ components: z.int(), tasks: z.int() }))),
    202: json("Started; `Location` tells how it stands", RoundView),
    ...problemResponses,
  },
} as const satisfies Told;

export const cancelPackage = {
  tags: ["Actions"],
  summary: "End a package now; what is not done is settled as cancelled",
  responses: {
    200: json(
      "It is cancelled, or had ended before",
      named("Cancelled", z.object({ state: z.enum(packageStates), cancelled: z.int() })),
    ),
    ...problemResponses,
  },
} as const satisfies Told;

export const readRound = {
  tags: ["Actions"],
  summary: "How one round stands: what a redrive's answer leads to",
  responses: {
    200: json("The round", RoundView),
    ...problemResponses,
  },
} as const satisfies Told;
