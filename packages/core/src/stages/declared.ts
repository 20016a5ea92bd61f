import * as z from "zod/mini";
import { type Factor, factor } from "../priority/score.ts";
import { type PriorityTable, priorityTable } from "../priority/table.ts";

/** What a sender may say of a package, as metadata of the inbox object (`x-amz-meta-urgency: high`). */
export const Declared = z.object({
  /** What people call the package; its inbox key otherwise. */
  name: z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(512))), undefined),
  urgency: z.catch(z.optional(z.enum(["low", "normal", "high", "critical"])), undefined),
  source: z.catch(z.optional(z.string().check(z.maxLength(100))), undefined),
  /** How much the source is trusted to be worth looking at first, 0..1. */
  "source-weight": z.catch(z.optional(z.coerce.number().check(z.minimum(0), z.maximum(1))), undefined),
  "tolerate-failed-percent": z.catch(z.optional(z.coerce.number().check(z.minimum(0), z.maximum(100))), undefined),
  "deadline-hours": z.catch(z.optional(z.coerce.number().check(z.positive(), z.maximum(720))), undefined),
});

export interface Declarations {
  name?: string;
  factors: Factor[];
  deadlineHours?: number;
  toleratedFailurePercent?: number;
}

/** A declaration that does not parse is left out: a sender's typing mistake must not lose the package. */
export const declaredFactors = (
  metadata: Record<string, string>,
  table: PriorityTable = priorityTable,
): Declarations => {
  const declared = Declared.parse(metadata);
  const urgency = declared.urgency ?? "normal";
  const factors = [factor("urgency", table.urgency[urgency], `declared ${urgency}`, table)];
  if (declared.source)
    factors.push(factor("source", declared["source-weight"] ?? table.source, declared.source, table));
  return {
    name: declared.name,
    factors,
    deadlineHours: declared["deadline-hours"],
    toleratedFailurePercent: declared["tolerate-failed-percent"],
  };
};
