import { z } from "@hono/zod-openapi";
import { componentStates, lanes, outcomes, routes, severities } from "@torrent/core";
import { Failure } from "./schemas.ts";

/** By the tally tree: `done` and `failed` are settled, `missing` is still awaited. */
export const componentStatuses = ["done", "failed", "missing"] as const;
export type ComponentStatus = (typeof componentStatuses)[number];

const Facts = z.object({
  name: z.string(),
  kind: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  slice: z
    .object({
      index: z.number().int(),
      offset: z.number().int(),
      line: z.number().int(),
      before: z.number().int(),
      after: z.number().int(),
    })
    .optional(),
  defect: Failure.optional(),
});

export const ComponentItem = z
  .object({ ordinal: z.number().int(), ref: z.string(), status: z.enum(componentStatuses) })
  .extend(Facts.partial().shape)
  .extend({
    state: z.enum(componentStates).optional().openapi({
      description: "As its object's metadata says; may lag behind `status`, and is absent with the object.",
    }),
  })
  .openapi("ComponentItem");
export type ComponentItem = z.infer<typeof ComponentItem>;

const Attempt = z.object({ kind: z.string(), message: z.string(), at: z.number() });

export const TaskView = z
  .object({
    pass: z.string(),
    version: z.number().int(),
    after: z.array(z.string()),
    route: z.enum(routes),
    lane: z.enum(lanes),
    required: z.boolean(),
    estimatedSeconds: z.number(),
    outcome: z.enum(outcomes).optional(),
    at: z.number().optional(),
    ms: z.number().optional(),
    error: Failure.optional(),
    attempts: z.object({ count: z.number().int(), first: Attempt, last: Attempt }).optional().openapi({
      description: "Deliveries that failed and were retried.",
    }),
    log: z
      .string()
      .optional()
      .openapi({ description: "Where its log lines are to be read, where the deployment keeps any." }),
    findings: z.number().int().optional(),
    entities: z.number().int().optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
    truncated: z.boolean().optional(),
  })
  .openapi("Task");
export type TaskView = z.infer<typeof TaskView>;

export const FindingView = z
  .object({
    rule: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    pass: z.string(),
    line: z.number().int().optional(),
    start: z.number().int().optional(),
    end: z.number().int().optional(),
    context: z.string().optional(),
    tags: z.array(z.string()).optional(),
  })
  .openapi("Finding");
export type FindingView = z.infer<typeof FindingView>;

export const EntityView = z
  .object({
    kind: z.string(),
    value: z.string(),
    text: z.string(),
    start: z.number(),
    end: z.number(),
    confidence: z.number(),
    context: z.string().optional(),
    pass: z.string(),
  })
  .openapi("Entity");
export type EntityView = z.infer<typeof EntityView>;

export const ComponentDetail = ComponentItem.extend({
  round: z.number().int().openapi({ description: "The last round that ran it." }),
  tasks: z.array(TaskView).openapi({ description: "Empty until it is classified." }),
  findings: z.array(FindingView).openapi({ description: "At most 200, most severe first." }),
  entities: z.array(EntityView).openapi({ description: "At most 200, surest first." }),
}).openapi("Component");
export type ComponentDetail = z.infer<typeof ComponentDetail>;
