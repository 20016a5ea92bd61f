import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";

/** RFC 9457. `type` links to the problem's entry on the reference page. */
export const ProblemBody = named(
  "Problem",
  z.object({
    type: described(z.string(), { example: "/api/docs#not-found" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string(),
    errors: described(
      z.optional(z.array(z.object({ where: described(z.string(), { example: "query.limit" }), detail: z.string() }))),
      "One entry per invalid part of the request",
    ),
  }),
);
export type ProblemBody = z.infer<typeof ProblemBody>;

/** Responses that every operation may return in addition to its own. */
export const problemResponses = {
  default: {
    description: "The error as RFC 9457 problem details",
    content: { "application/problem+json": { schema: ProblemBody } },
  },
} as const;
