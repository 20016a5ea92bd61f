import { packageStates } from "@torrent/core";
import * as z from "zod/mini";
import { described, named } from "../docs/words.ts";

export const RoundView = named(
  "Round",
  z.object({
    packageId: z.string(),
    round: z.int(),
    status: z.enum(["running", "ended"]),
    state: described(z.optional(z.enum(packageStates)), "How the package stands, for its last round."),
    components: described(z.optional(z.int()), "How many it runs; known of the last round."),
    settled: z.int(),
    failed: z.int(),
  }),
);
export type RoundView = z.infer<typeof RoundView>;
