import * as z from "zod/mini";
import { json, notModified, type Told } from "../docs/operation-docs.ts";
import { described, named } from "../docs/words.ts";
import { problemResponses } from "../http/problem-body.ts";
import { ComponentDetail, ComponentItem } from "./component-schemas.ts";

export const listComponents = {
  tags: ["Components"],
  summary: "A package's components, by ordinal",
  description:
    "Which components are settled, failed or missing is read from the tally tree (a hundredth of the components), the rest from the objects' metadata. `from` is an ordinal, so that a page anywhere costs the same. A filter by kind or name reads every component's node once, and finds those that are classified.",
  responses: {
    200: json(
      "One page",
      z.object({
        components: z.array(ComponentItem),
        next: described(z.optional(z.int()), "`from` of the next page."),
        total: described(z.int(), "Components that fit."),
      }),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;

export const componentKinds = {
  tags: ["Components"],
  summary: "How many components there are of each kind",
  responses: {
    200: json("Of those that are classified", z.object({ kinds: z.record(z.string(), z.int()) })),
    ...problemResponses,
  },
} as const satisfies Told;

export const readComponent = {
  tags: ["Components"],
  summary: "One component: its tasks, attempts and results",
  responses: {
    200: json("The component", ComponentDetail),
    ...problemResponses,
  },
} as const satisfies Told;

export const componentMap = {
  tags: ["Components"],
  summary: "The status of every component, in a few bytes",
  responses: {
    200: json(
      "All of them, in the order of their ordinals",
      named(
        "ComponentMap",
        z.object({
          total: z.int(),
          runs: described(z.string(), {
            description: "Runs of one status and their length: d is done, f failed, m missing.",
            example: "d1200f3m17",
          }),
        }),
      ),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies Told;
