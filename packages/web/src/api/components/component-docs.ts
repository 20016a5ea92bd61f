import * as z from "zod/mini";
import { json, notModified, type OperationDocs } from "../docs/operation-docs.ts";
import { described, named } from "../docs/schema-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { ComponentDetail, ComponentItem } from "./component-schemas.ts";

export const listComponents = {
  tags: ["Components"],
  summary: "List a package's components, by ordinal",
  description:
    "The status comes from the tally tree (one node per hundred components), everything else from the objects' metadata. `from` is an ordinal, so that every page costs the same. Filtering by kind or name reads every component's node once and matches classified components only.",
  responses: {
    200: json(
      "One page",
      z.object({
        components: z.array(ComponentItem),
        next: described(z.optional(z.int()), "`from` for the next page."),
        total: described(z.int(), "Number of matching components."),
      }),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const componentKinds = {
  tags: ["Components"],
  summary: "Count a package's components by kind",
  responses: {
    200: json("Counts of the classified components", z.object({ kinds: z.record(z.string(), z.int()) })),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const readComponent = {
  tags: ["Components"],
  summary: "Get one component with its tasks, attempts and results",
  responses: {
    200: json("The component", ComponentDetail),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const componentMap = {
  tags: ["Components"],
  summary: "Get the status of every component in compact form",
  responses: {
    200: json(
      "All components, in the order of their ordinals",
      named(
        "ComponentMap",
        z.object({
          total: z.int(),
          runs: described(z.string(), {
            description: "Run-length encoded statuses: d is done, f failed, m missing.",
            example: "d1200f3m17",
          }),
        }),
      ),
    ),
    304: notModified,
    ...problemResponses,
  },
} as const satisfies OperationDocs;
