import { componentStates, lanes, outcomes, routes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { Failure } from "../packages/failure-schema.ts";
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
    counts: described(
      z.optional(z.record(z.string(), z.int())),
      "What the result counts, by the choreography's names.",
    ),
    output: described(z.optional(z.unknown()), "What the pass returned, shortened to what a person can look at."),
    truncated: described(z.optional(z.boolean()), "True if `output` is not all of it."),
    outputDefect: described(z.optional(Failure), "Why a result that was reported as written cannot be read."),
  }),
);
export type TaskView = z.infer<typeof TaskView>;

export const ComponentDetail = named(
  "Component",
  z.extend(ComponentItem, {
    round: described(z.int(), "The latest round that ran this component."),
    tasks: described(z.array(TaskView), "Empty until the component is classified."),
  }),
);
export type ComponentDetail = z.infer<typeof ComponentDetail>;
