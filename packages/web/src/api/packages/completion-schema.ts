import { announcedStates, outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Failure } from "./failure-schema.ts";

export const Completion = named(
  "Completion",
  z.object({
    subscriber: z.string(),
    state: described(z.enum(announcedStates), "The change of state that the subscriber is notified of."),
    outcome: z.enum(["pending", ...outcomes]),
    attempts: z.optional(z.int()),
    at: z.optional(z.number()),
    error: z.optional(Failure),
  }),
  "One subscriber's notification of the current round.",
);
export type Completion = z.infer<typeof Completion>;
