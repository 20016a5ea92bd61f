import { announcedStates } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";

export const ChoreographyView = named(
  "Choreography",
  z.object({
    name: z.string(),
    counts: described(z.array(z.string()), "Names of what the tallies count."),
    passes: z.array(
      z.object({
        name: z.string(),
        version: z.int(),
        after: described(z.array(z.string()), "Passes that this one comes after."),
        required: z.boolean(),
      }),
    ),
    subscribers: z.array(z.object({ name: z.string(), when: z.array(z.enum(announcedStates)) })),
    panels: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        module: described(z.optional(z.string()), "Path of its ES module for the dashboard."),
      }),
    ),
    limits: described(z.array(z.string()), "Names of the budgets that passes share."),
  }),
);
export type ChoreographyView = z.infer<typeof ChoreographyView>;
