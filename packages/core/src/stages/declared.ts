import * as z from "zod";
import { type Factor, factor } from "../priority/score.ts";
import { type PriorityTable, priorityTable } from "../priority/table.ts";

/** What a sender may say of a package, as metadata of the inbox object (`x-amz-meta-urgency: high`). */
export const Declared = z.object({
  /** What people call the package; its inbox key otherwise. */
  name: z.string().min(1).max(512).optional().catch(undefined),
  urgency: z.enum(["low", "normal", "high", "critical"]).optional().catch(undefined),
  source: z.string().max(100).optional().catch(undefined),
  /** How much the source is trusted to be worth looking at first, 0..1. */
  "source-weight": z.coerce.number().min(0).max(1).optional().catch(undefined),
  "tolerate-failed-percent": z.coerce.number().min(0).max(100).optional().catch(undefined),
  "deadline-hours": z.coerce.number().positive().max(720).optional().catch(undefined),
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
