import * as z from "zod/mini";
import { routes } from "../../plan.ts";
import { checked } from "../../schema.ts";

/**
 * A deployment's own say, looked at in order; the first whose conditions hold decides. Without one, every pass that
 * accepts the component runs.
 */
export const ClassificationRule = z.strictObject({
  name: z.string(),
  kinds: z.optional(z.array(z.string())),
  minBytes: z.optional(z.number().check(z.minimum(0))),
  maxBytes: z.optional(z.number().check(z.minimum(0))),
  /** Passes to run, of those that accept the component. */
  passes: z.optional(z.array(z.string())),
  route: z.optional(z.enum(routes)),
  /** How telling such a component is, 0..1: the priority factor `kind`, in place of the table's. */
  weight: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});
export type ClassificationRule = z.infer<typeof ClassificationRule>;

/** Parses the environment's `TORRENT_RULES`, a JSON list of rules; throws with the place of the mistake. */
export const parseRules = (json: string | undefined): ClassificationRule[] => {
  if (json === undefined || json.trim() === "") return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError(
      'TORRENT_RULES is not JSON; it is a list such as [{"name":"big","minBytes":1e9,"route":"fargate"}]',
      {
        cause,
      },
    );
  }
  const parsed = checked(z.array(ClassificationRule), value);
  if (parsed.ok) return parsed.value;
  throw new TypeError(`TORRENT_RULES: ${parsed.why}`);
};
