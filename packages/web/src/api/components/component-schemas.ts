import { componentStates, lanes, outcomes, routes, severities } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Failure } from "../packages/package-schemas.ts";
import { componentStatuses } from "./component-status.ts";

export const ComponentItem = named(
  "ComponentItem",
  z.object({
    ordinal: z.int(),
    ref: z.string(),
    status: z.enum(componentStatuses),
    name: z.optional(z.string()),
    kind: z.optional(z.string()),
    bytes: z.optional(z.int()),
    sha256: z.optional(z.string()),
    slice: z.optional(z.object({ index: z.int(), offset: z.int(), line: z.int(), before: z.int(), after: z.int() })),
    defect: z.optional(Failure),
    state: described(
      z.optional(z.enum(componentStates)),
      "State from the object's metadata. It may lag behind `status`, and is absent if the object is.",
    ),
  }),
);
export type ComponentItem = z.infer<typeof ComponentItem>;

const Attempt = z.object({ kind: z.string(), message: z.string(), at: z.number() });

export const TaskView = named(
  "Task",
  z.object({
    pass: z.string(),
    version: z.int(),
    after: z.array(z.string()),
    route: z.enum(routes),
    lane: z.enum(lanes),
    required: z.boolean(),
    estimatedSeconds: z.number(),
    outcome: z.optional(z.enum(outcomes)),
    at: z.optional(z.number()),
    ms: z.optional(z.number()),
    error: z.optional(Failure),
    attempts: described(
      z.optional(z.object({ count: z.int(), first: Attempt, last: Attempt })),
      "Deliveries that failed and were retried.",
    ),
    log: described(z.optional(z.string()), "URL of the task's log lines, if the deployment keeps logs."),
    findings: z.optional(z.int()),
    entities: z.optional(z.int()),
    facts: z.optional(z.record(z.string(), z.unknown())),
    truncated: z.optional(z.boolean()),
  }),
);
export type TaskView = z.infer<typeof TaskView>;

export const FindingView = named(
  "Finding",
  z.object({
    rule: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    pass: z.string(),
    line: z.optional(z.int()),
    start: z.optional(z.int()),
    end: z.optional(z.int()),
    context: z.optional(z.string()),
    tags: z.optional(z.array(z.string())),
  }),
);
export type FindingView = z.infer<typeof FindingView>;

export const EntityView = named(
  "Entity",
  z.object({
    kind: z.string(),
    value: z.string(),
    text: z.string(),
    start: z.number(),
    end: z.number(),
    confidence: z.number(),
    context: z.optional(z.string()),
    pass: z.string(),
  }),
);
export type EntityView = z.infer<typeof EntityView>;

export const ComponentDetail = named(
  "Component",
  z.extend(ComponentItem, {
    round: described(z.int(), "The latest round that ran this component."),
    tasks: described(z.array(TaskView), "Empty until the component is classified."),
    findings: described(z.array(FindingView), "At most 200, most severe first."),
    entities: described(z.array(EntityView), "At most 200, highest confidence first."),
  }),
);
export type ComponentDetail = z.infer<typeof ComponentDetail>;
