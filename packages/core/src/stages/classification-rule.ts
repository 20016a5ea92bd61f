import * as z from "zod";
import { routes } from "../plan.ts";

/**
 * A deployment's own say, looked at in order; the first whose conditions hold decides. Without one, every pass that
 * accepts the component runs.
 */
export const ClassificationRule = z.strictObject({
  name: z.string(),
  kinds: z.array(z.string()).optional(),
  minBytes: z.number().min(0).optional(),
  maxBytes: z.number().min(0).optional(),
  /** Passes to run, of those that accept the component. */
  passes: z.array(z.string()).optional(),
  route: z.enum(routes).optional(),
  /** How telling such a component is, 0..1: the priority factor `kind`, in place of the table's. */
  weight: z.number().min(0).max(1).optional(),
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
  const parsed = z.array(ClassificationRule).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TypeError(`TORRENT_RULES: ${z.prettifyError(parsed.error)}`);
};
