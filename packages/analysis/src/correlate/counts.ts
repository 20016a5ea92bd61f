import * as z from "zod/mini";
import { type Severity, severities } from "../findings.ts";
import { compare } from "./order.ts";

/** Versions of one pack that are distinguished. */
const PACK_VERSIONS = 5;

const numbers = z.record(z.string(), z.number());

/** What is counted over results, besides what the engine counts in every round. */
export const Counts = z.object({
  findings: z.number(),
  bySeverity: numbers,
  /** Results whose lists a limit of their pass cut, by pass. */
  limited: numbers,
  /** Versions of each pack that results were made with; rarely more than one. */
  packs: z.record(z.string(), z.array(z.string())),
});
export type Counts = z.infer<typeof Counts>;

export const noCounts = (): Counts => ({
  findings: 0,
  bySeverity: Object.fromEntries(severities.map((severity) => [severity, 0])),
  limited: {},
  packs: {},
});

const more = (into: Record<string, number>, name: string, by: number): void => {
  into[name] = (into[name] ?? 0) + by;
};

export const countResult = (
  counts: Counts,
  pass: string,
  truncated: boolean | undefined,
  found: readonly Severity[],
): void => {
  if (truncated) more(counts.limited, pass, 1);
  counts.findings += found.length;
  for (const severity of found) more(counts.bySeverity, severity, 1);
};

export const countPacks = (counts: Counts, packs: Readonly<Record<string, readonly string[]>>): void => {
  for (const [name, versions] of Object.entries(packs)) {
    const known = counts.packs[name] ?? [];
    const unknown = versions.filter((version) => !known.includes(version));
    if (unknown.length > 0) counts.packs[name] = [...known, ...unknown].sort(compare).slice(0, PACK_VERSIONS);
  }
};

export const addCounts = (into: Counts, part: Counts): void => {
  into.findings += part.findings;
  for (const name of ["bySeverity", "limited"] as const)
    for (const [key, value] of Object.entries(part[name])) more(into[name], key, value);
  countPacks(into, part.packs);
};
