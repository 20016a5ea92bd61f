import type { Definition } from "../definition/definition.ts";
import type { Place } from "../regex/place.ts";

/** What is kept of a rule, read when it first matches; of a literal without its value, which is among the needles. */
export interface StoredRule extends Omit<Definition, "value"> {
  value?: string;
  lane: "literal" | "regex" | "slow";
  /** Where in a regex its literals stand. */
  place?: Place;
  /** Absent where the regex sets no bound. */
  reach?: number;
}

/** What goes without saying. */
const defaults = { kind: "literal", lane: "literal", nocase: false, severity: "medium" } as const;

export const writeRule = ({ value, kind, lane, nocase, severity, tags, ...rule }: StoredRule): string =>
  JSON.stringify({
    ...rule,
    ...(kind !== defaults.kind && { kind }),
    ...(lane === defaults.lane ? {} : { lane, value }),
    ...(nocase && { nocase }),
    ...(severity !== defaults.severity && { severity }),
    ...(tags.length > 0 && { tags }),
  } satisfies Partial<StoredRule>);

export const readRule = (text: string): StoredRule => ({ ...defaults, tags: [], ...JSON.parse(text) }) as StoredRule;
