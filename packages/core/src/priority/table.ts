import * as z from "zod/mini";
import { severities } from "../pass.ts";
import { checked } from "../schema.ts";

const share = z.number().check(z.gte(0), z.lte(1));
const points = z.number().check(z.gte(0), z.lte(100));

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

export const bands = ["critical", "high", "normal", "low"] as const;
export type Band = (typeof bands)[number];

const descending = (numbers: readonly number[]): boolean =>
  numbers.every((one, at) => at === 0 || one < (numbers[at - 1] ?? 0));

/** All that scores are made from. Its version stands in every report, so that a score can be traced to its table. */
export const PriorityTable = z.strictObject({
  version: z.string().check(z.minLength(1), z.maxLength(40)),
  /** Points that each factor can bring. */
  points: z
    .strictObject(Object.fromEntries(factorNames.map((name) => [name, points])) as Record<FactorName, typeof points>)
    .check(
      z.refine((all) => Math.abs(Object.values(all).reduce((sum, one) => sum + one, 0) - 100) < 1e-9, {
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
  /** Value of one finding of a severity; more of them approach the next one's and never reach it. */
  severity: z
    .strictObject(Object.fromEntries(severities.map((name) => [name, share])) as Record<string, typeof share>)
    .check(
      z.refine((all) => descending(severities.map((name) => all[name] ?? 0).toReversed()), {
        error: "a graver severity must be worth more",
      }),
    ),
  /** How telling a kind of component is by itself; 0 where none is given. */
  kinds: z.record(z.string(), share),
  /** How sensitive an entity of a kind makes what names it; 0 where none is given. */
  sensitive: z.record(z.string(), share),
  /** Minutes of waiting that are worth half of the factor. */
  waitingMinutes: z.number().check(z.gt(0)),
});
export type PriorityTable = z.infer<typeof PriorityTable>;

/** The project's own; docs/priority.md says why. Raise the version with any change. */
export const priorityTable: PriorityTable = {
  version: "torrent-2",
  points: { urgency: 25, source: 5, kind: 10, severity: 35, sensitivity: 10, corroboration: 10, waiting: 5 },
  bands: { critical: 58, high: 36, normal: 19 },
  urgentFrom: 21,
  urgency: { low: 0, normal: 0.25, high: 0.85, critical: 1 },
  source: 0.5,
  severity: { info: 0, low: 0.15, medium: 0.4, high: 0.7, critical: 0.9 },
  kinds: { executable: 1, mail: 0.7, sqlite: 0.7, archive: 0.5, source: 0.4 },
  sensitive: {
    "payment-card": 1,
    iban: 1,
    "national-id": 1,
    "crypto-address": 0.5,
    phone: 0.25,
    person: 0.1,
    email: 0.1,
  },
  waitingMinutes: 10,
};

const object = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Section by section: what a deployment names replaces the default's, the rest stays. */
const over = (base: PriorityTable, given: Record<string, unknown>): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(given)) {
    const known = merged[name];
    merged[name] = object(known) && object(value) ? { ...known, ...value } : value;
  }
  return merged;
};

/**
 * The deployment's table: the environment's `TORRENT_PRIORITY`, a JSON object that holds what differs from the project's
 * own and a version of its own. Throws with the place of the mistake.
 */
export const parsePriority = (json: string | undefined): PriorityTable => {
  if (json === undefined || json.trim() === "") return priorityTable;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError('TORRENT_PRIORITY is not JSON; it is an object such as {"version":"ours-1","urgentFrom":30}', {
      cause,
    });
  }
  if (!object(value)) throw new TypeError("TORRENT_PRIORITY is not a JSON object");
  if (value.version === undefined || value.version === priorityTable.version)
    throw new TypeError(`TORRENT_PRIORITY needs a "version" of its own; ${priorityTable.version} is the project's`);
  const parsed = checked(PriorityTable, over(priorityTable, value));
  if (parsed.ok) return parsed.value;
  throw new TypeError(`TORRENT_PRIORITY: ${parsed.why}`);
};
