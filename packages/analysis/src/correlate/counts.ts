import type { PlannedTask } from "@torrent/core/unstable";
import { type Outcome, outcomes } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { type Severity, severities } from "../findings.ts";
import { compare } from "./order.ts";

/** Versions of one pack that are told apart. */
const PACK_VERSIONS = 5;

const numbers = z.record(z.string(), z.number());

/** What is counted over components. */
export const Counts = z.object({
  components: z.number(),
  /** By outcome, and `expected`: all of them. */
  tasks: numbers,
  /** Required tasks, and those of them that succeeded: what the package's state goes by. */
  required: z.number(),
  requiredSucceeded: z.number(),
  /** Tasks that left no result, by pass. */
  missing: numbers,
  passMs: z.number(),
  findings: z.number(),
  bySeverity: numbers,
  /** Results whose lists a limit of their pass cut, by pass. */
  limited: numbers,
  /** Components by kind. */
  kinds: numbers,
  /** The newest version of each pass that a result is of; and that a plan asks for. */
  passes: numbers,
  planned: numbers,
  /** Versions of each pack that results were made with; rarely more than one. */
  packs: z.record(z.string(), z.array(z.string())),
});
export type Counts = z.infer<typeof Counts>;

export const noCounts = (): Counts => ({
  components: 0,
  tasks: { expected: 0, ...Object.fromEntries(outcomes.map((one) => [one, 0])) },
  required: 0,
  requiredSucceeded: 0,
  missing: {},
  passMs: 0,
  findings: 0,
  bySeverity: Object.fromEntries(severities.map((one) => [one, 0])),
  limited: {},
  kinds: {},
  passes: {},
  planned: {},
  packs: {},
});

const more = (into: Record<string, number>, name: string, by: number): void => {
  into[name] = (into[name] ?? 0) + by;
};

const newest = (into: Record<string, number>, pass: string, version: number): void => {
  into[pass] = Math.max(into[pass] ?? 0, version);
};

export const countComponent = (counts: Counts, kind: string): void => {
  counts.components += 1;
  more(counts.kinds, kind, 1);
};

export const countTask = (counts: Counts, task: PlannedTask, outcome: Outcome, ms: number): void => {
  more(counts.tasks, "expected", 1);
  more(counts.tasks, outcome, 1);
  counts.passMs += ms;
  newest(counts.planned, task.pass, task.version);
  if (outcome !== "succeeded") more(counts.missing, task.pass, 1);
  if (!task.required) return;
  counts.required += 1;
  if (outcome === "succeeded") counts.requiredSucceeded += 1;
};

export const countResult = (
  counts: Counts,
  { pass, version, truncated }: { pass: string; version: number; truncated?: boolean | undefined },
  found: readonly Severity[],
): void => {
  newest(counts.passes, pass, version);
  if (truncated) more(counts.limited, pass, 1);
  counts.findings += found.length;
  for (const severity of found) more(counts.bySeverity, severity, 1);
};

export const countPacks = (counts: Counts, packs: Readonly<Record<string, readonly string[]>>): void => {
  for (const [name, versions] of Object.entries(packs)) {
    const known = counts.packs[name] ?? [];
    const more = versions.filter((one) => !known.includes(one));
    if (more.length > 0) counts.packs[name] = [...known, ...more].sort(compare).slice(0, PACK_VERSIONS);
  }
};

export const addCounts = (into: Counts, part: Counts): void => {
  into.components += part.components;
  into.required += part.required;
  into.requiredSucceeded += part.requiredSucceeded;
  into.passMs += part.passMs;
  into.findings += part.findings;
  for (const name of ["tasks", "bySeverity", "kinds", "missing", "limited"] as const)
    for (const [key, value] of Object.entries(part[name])) more(into[name], key, value);
  countPacks(into, part.packs);
  for (const name of ["passes", "planned"] as const)
    for (const [pass, version] of Object.entries(part[name])) newest(into[name], pass, version);
};
