import { outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Failure } from "../packages/failure-schema.ts";

export const FailureGroup = named(
  "FailureGroup",
  z.object({
    fingerprint: described(z.optional(z.string()), "Selects this group in a redrive; absent if there was no error."),
    outcome: z.enum(outcomes),
    error: z.optional(Failure),
    passes: z.array(z.string()),
    count: z.int(),
    members: z.array(z.object({ component: z.string(), name: z.string(), pass: z.string() })),
  }),
);
export type FailureGroup = z.infer<typeof FailureGroup>;
