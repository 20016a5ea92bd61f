import {
  checked,
  checkOptions,
  definePriority,
  descending,
  type Priorities,
  type PriorityDefinition,
  type PriorityTable,
} from "@torrent/core/unstable";
import * as z from "zod/mini";
import { type Severity, severities } from "../findings.ts";

export const factorNames = [
  "urgency",
  "source",
  "kind",
  "severity",
  "sensitivity",
  "corroboration",
  "waiting",
] as const;
export type FactorName = (typeof factorNames)[number];

const share = z.number().check(z.gte(0), z.lte(1));

/** What findings and entities are worth. */
const Worth = z.strictObject({
  /** Value of one finding of a severity; more of them approach the next one's and never reach it. */
  severity: z
    .strictObject(Object.fromEntries(severities.map((name) => [name, share])) as Record<Severity, typeof share>)
    .check(
      z.refine((all) => descending(severities.map((name) => all[name] ?? 0).toReversed()), {
        error: "a more severe finding must be worth more",
      }),
    ),
  /** How sensitive an entity of a kind makes what names it; 0 where none is given. */
  sensitive: z.record(z.string(), share),
});
type Worth = z.infer<typeof Worth>;

/** The engine's table, and what findings and entities are worth in it. */
export type AnalysisPriority = Priorities<FactorName> & Worth;

/** The reference choreography's table; docs/priority.md says why. Raise the version with any change. */
export const defaults = {
  version: "torrent-2",
  factors: { urgency: 25, source: 5, kind: 10, severity: 35, sensitivity: 10, corroboration: 10, waiting: 5 },
  bands: { critical: 58, high: 36, normal: 19 },
  urgentFrom: 21,
  urgency: { low: 0, normal: 0.25, high: 0.85, critical: 1 },
  source: 0.5,
  kinds: { executable: 1, mail: 0.7, sqlite: 0.7, archive: 0.5, source: 0.4 },
  waitingMinutes: 10,
} satisfies PriorityDefinition<FactorName>;

const worth: Worth = {
  severity: { info: 0, low: 0.15, medium: 0.4, high: 0.7, critical: 0.9 },
  sensitive: {
    "payment-card": 1,
    iban: 1,
    "national-id": 1,
    "crypto-address": 0.5,
    phone: 0.25,
    person: 0.1,
    email: 0.1,
  },
};

/** What a team changes of the reference table; sections are merged name by name. */
export interface AnalysisPriorityDefinition extends Partial<Omit<PriorityDefinition<FactorName>, "factors">> {
  version: string;
  factors?: Partial<Record<FactorName, number>>;
  severity?: Partial<Worth["severity"]>;
  sensitive?: Readonly<Record<string, number>>;
}

const options = [
  "version",
  "factors",
  "bands",
  "urgentFrom",
  "urgency",
  "source",
  "kinds",
  "waitingMinutes",
  "severity",
  "sensitive",
] as const;

/**
 * The reference table with a team's changes.
 *
 * @throws TypeError with the place of the mistake.
 * @example
 * analysisPriority({ version: "ours-1", urgentFrom: 30, sensitive: { email: 0.5 } });
 */
export const analysisPriority = (given: AnalysisPriorityDefinition): AnalysisPriority => {
  checkOptions("analysisPriority", given, options);
  if (given.version === defaults.version)
    throw new TypeError(`analysisPriority: give a version of your own; "${defaults.version}" is the reference table's`);
  return merged(given);
};

const merged = ({ severity, sensitive, ...given }: AnalysisPriorityDefinition): AnalysisPriority => {
  const table = definePriority<FactorName>({
    ...defaults,
    ...given,
    factors: { ...defaults.factors, ...given.factors },
    bands: { ...defaults.bands, ...given.bands },
    urgency: { ...defaults.urgency, ...given.urgency },
    kinds: { ...defaults.kinds, ...given.kinds },
  });
  const parsed = checked(Worth, {
    severity: { ...worth.severity, ...severity },
    sensitive: { ...worth.sensitive, ...sensitive },
  });
  if (!parsed.ok) throw new TypeError(`analysisPriority: ${parsed.why}`);
  return { ...table, ...parsed.value };
};

export const priorityTable: AnalysisPriority = merged({ version: defaults.version });

/** What findings and entities are worth in a choreography's table, which may be one that knows nothing of them. */
export const worthIn = (table: PriorityTable): AnalysisPriority => ({ ...worth, ...table }) as AnalysisPriority;
