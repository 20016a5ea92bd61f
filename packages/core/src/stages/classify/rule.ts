import * as z from "zod/mini";
import type { Classification } from "../../choreography/classification.ts";
import { suggestion } from "../../choreography/options.ts";
import type { ComponentFacts } from "../../component.ts";
import { routes } from "../../plan.ts";
import { checked } from "../../schema.ts";

/**
 * One line of a choreography's `classify`. Rules are tried in order, and the first whose conditions hold decides; where none
 * does, every pass that accepts the component runs.
 */
export const ClassificationRule = z.strictObject({
  name: z.string(),
  kinds: z.optional(z.readonly(z.array(z.string()))),
  minBytes: z.optional(z.number().check(z.minimum(0))),
  maxBytes: z.optional(z.number().check(z.minimum(0))),
  /** Passes to run, of those that accept the component; the passes that they come after run too. */
  passes: z.optional(z.readonly(z.array(z.string()))),
  route: z.optional(z.enum(routes)),
  /** How important such a component is, 0..1: the priority factor `kind`, in place of the table's. */
  weight: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});
export type ClassificationRule = z.infer<typeof ClassificationRule>;

export interface CheckedRule {
  matches(component: ComponentFacts): boolean;
  decision: Classification;
}

/** @throws TypeError that names the rule and the mistake; a pass that does not exist would lose work silently. */
export const checkedRules = (
  place: string,
  given: readonly ClassificationRule[],
  passes: readonly string[],
): CheckedRule[] => {
  const parsed = checked(z.array(ClassificationRule), given);
  if (!parsed.ok) throw new TypeError(`${place}: ${parsed.why}`);
  return parsed.value.map(({ name, kinds, minBytes = 0, maxBytes = Number.POSITIVE_INFINITY, ...decision }, at) => {
    for (const pass of decision.passes ?? [])
      if (!passes.includes(pass))
        throw new TypeError(`${place}[${at}]: rule "${name}" names the pass "${pass}"${suggestion(pass, passes)}`);
    return {
      decision,
      matches: ({ kind, bytes }) => (!kinds || kinds.includes(kind)) && bytes >= minBytes && bytes <= maxBytes,
    };
  });
};
