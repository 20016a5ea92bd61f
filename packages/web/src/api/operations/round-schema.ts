import { packageStates } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";

export const RoundView = named(
  "Round",
  z.object({
    packageId: z.string(),
    round: z.int(),
    status: z.enum(["running", "ended"]),
    state: described(z.optional(z.enum(packageStates)), "State of the package; only for its latest round."),
    components: described(z.optional(z.int()), "Number of components that it runs; known for the latest round."),
    settled: z.int(),
    failed: z.int(),
  }),
);
export type RoundView = z.infer<typeof RoundView>;
