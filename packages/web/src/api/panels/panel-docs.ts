import * as z from "zod/mini";
import { json, type OperationDocs } from "../docs/operation-docs.ts";
import { problemResponses } from "../http/problem-body.ts";

export const readPanel = {
  tags: ["Panels"],
  summary: "Get data of a panel that the choreography contributes",
  description:
    "`path` may contain slashes. Each panel documents its own paths, parameters and answers; `/api/v1/system` lists the panels.",
  responses: {
    200: json("As the panel answers", z.unknown()),
    ...problemResponses,
  },
} as const satisfies OperationDocs;
