import * as z from "zod/mini";
import { type Factor, factor } from "../../priority/score.ts";
import type { PriorityTable } from "../../priority/table.ts";

/** What a sender may declare about a package, as metadata of the inbox object (`x-amz-meta-urgency: high`). */
export const Declared = z.object({
  /** What people call the package; its inbox key otherwise. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(512))),
  urgency: z.optional(z.enum(["low", "normal", "high", "critical"])),
  source: z.optional(z.string().check(z.maxLength(100))),
  /** How much the source is trusted to be worth looking at first, 0..1. */
  "source-weight": z.optional(z.coerce.number().check(z.minimum(0), z.maximum(1))),
  "tolerate-failed-percent": z.optional(z.coerce.number().check(z.minimum(0), z.maximum(100))),
  "deadline-hours": z.optional(z.coerce.number().check(z.positive(), z.maximum(720))),
});

type Declared = z.infer<typeof Declared>;

const understood = (metadata: Record<string, string>): Declared =>
  Object.fromEntries(
    Object.entries(Declared.shape).flatMap(([name, schema]) => {
      const { success, data } = z.safeParse(schema, metadata[name]);
      return success ? [[name, data]] : [];
    }),
  );

export interface Declarations {
  name?: string;
  factors: Factor[];
  deadlineHours?: number;
  toleratedFailurePercent?: number;
}

/** A declaration that does not parse is left out: a sender's typing mistake must not lose the package. */
export const declaredFactors = (metadata: Record<string, string>, table: PriorityTable): Declarations => {
  const declared = understood(metadata);
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
