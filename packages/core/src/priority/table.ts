import * as z from "zod/mini";
import { checkOptions } from "../choreography/options.ts";
import { checked } from "../schema.ts";

const share = z.number().check(z.gte(0), z.lte(1));
const points = z.number().check(z.gte(0), z.lte(100));

/** Factors that the stages know by themselves; passes and reducers contribute any others that the table has points for. */
export const stageFactors = ["urgency", "source", "kind", "waiting"] as const;

export const bands = ["critical", "high", "normal", "low"] as const;
export type Band = (typeof bands)[number];

export const descending = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number < (numbers[at - 1] ?? 0));

/** Everything that scores are made from. Its version stands in every outcome, so that a score can be traced to its table. */
export const PriorityTable = z.strictObject({
  version: z.string().check(z.minLength(1), z.maxLength(40)),
  /** Points that each factor can bring, by its name; 100 in all. */
  points: z.record(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/)), points).check(
    z.refine((all) => Math.abs(Object.values(all).reduce((sum, value) => sum + value, 0) - 100) < 1e-9, {
      error: "the points must add up to 100",
    }),
  ),
  /** The lowest score of each band; `low` begins at 0. */
  bands: z.strictObject({ critical: points, high: points, normal: points }).check(
    z.refine(({ critical, high, normal }) => descending([critical, high, normal, 0]), {
      error: "each band must begin above the next one, and normal above 0",
    }),
  ),
  /** Points from which a task takes the urgent lane; 101 and more is never. */
  urgentFrom: z.number().check(z.gte(0), z.lte(1000)),
  /** Value of what a sender declares. */
  urgency: z.strictObject({ low: share, normal: share, high: share, critical: share }),
  /** Value of a source for which no `source-weight` is declared. */
  source: share,
  /** How important a kind of component is by itself; 0 if not given. */
  kinds: z.record(z.string(), share),
  /** Minutes of waiting that are worth half of the factor. */
  waitingMinutes: z.number().check(z.gt(0)),
});
export type PriorityTable = z.infer<typeof PriorityTable>;

/** The table of a choreography that defines none: what senders declare, and how long a package has waited. */
export const defaultPriority: PriorityTable = {
  version: "default-1",
  points: { urgency: 70, source: 10, waiting: 20 },
  bands: { critical: 65, high: 50, normal: 10 },
  urgentFrom: 50,
  urgency: { low: 0, normal: 0.25, high: 0.85, critical: 1 },
  source: 0.5,
  kinds: {},
  waitingMinutes: 10,
};

/** A table as a choreography writes it; `factors` are the points of each. */
export interface PriorityDefinition<Factor extends string> {
  version: string;
  factors: Readonly<Record<Factor, number>>;
  /** @default { critical: 75, high: 50, normal: 20 } */
  bands?: PriorityTable["bands"];
  /** @default 50 */
  urgentFrom?: number;
  urgency?: Partial<PriorityTable["urgency"]>;
  source?: number;
  kinds?: Readonly<Record<string, number>>;
  waitingMinutes?: number;
}

/** A table that knows the names of its factors. */
export type Priorities<Factor extends string = string> = PriorityTable & { readonly points: Record<Factor, number> };

const options = ["version", "factors", "bands", "urgentFrom", "urgency", "source", "kinds", "waitingMinutes"] as const;

/**
 * Defines what scores are made from.
 *
 * @throws TypeError with the place of the mistake, such as points that do not add up to 100.
 * @example
 * definePriority({ version: "ours-1", factors: { urgency: 40, amount: 60 } });
 */
export const definePriority = <const Factor extends string>(
  definition: PriorityDefinition<Factor>,
): Priorities<Factor> => {
  checkOptions("definePriority", definition, options);
  const { factors, urgency, ...rest } = definition;
  const parsed = checked(PriorityTable, {
    ...defaultPriority,
    bands: { critical: 75, high: 50, normal: 20 },
    urgentFrom: 50,
    ...rest,
    points: factors,
    urgency: { ...defaultPriority.urgency, ...urgency },
  });
  if (!parsed.ok) throw new TypeError(`definePriority: ${parsed.why}`);
  return parsed.value as Priorities<Factor>;
};
