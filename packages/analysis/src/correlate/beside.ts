import * as z from "zod/mini";
import { type Severity, severities } from "../findings.ts";
import { cut } from "../report/bounded.ts";
import { Place } from "../report/schema.ts";
import { byPlace, compare, mergeFirst } from "./order.ts";
import type { SeenComponent, SeenFinding } from "./seen.ts";

/** Maximum distance in bytes between a finding and an entity that are near each other. */
const NEAR = 200;
/** A finding is near what is within this many bytes of its start, even if it is longer. */
const LONG = 1000;
/** Findings examined near one place: more add nothing, and must not cost more. */
const LOOKED_AT = 200;
/** Rules that a meeting remembers. */
export const RULES = 12;
const TITLE = 120;

export const NearFinding = z.object({
  rule: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  name: z.string(),
  ...Place.shape,
});
export type NearFinding = z.infer<typeof NearFinding>;

export const rank = (severity: Severity): number => severities.indexOf(severity);

export const byRule = (a: NearFinding, b: NearFinding): number =>
  rank(b.severity) - rank(a.severity) || compare(a.rule, b.rule) || byPlace(a, b) || compare(a.pass, b.pass);

/** The worst, one of a rule. */
export const nearest = (lists: readonly (readonly NearFinding[])[]): NearFinding[] =>
  mergeFirst(lists, RULES, byRule, ({ rule }) => rule);

/** Would `more` leave the known worst findings as they are? Mostly yes: the same rules occur near one entity everywhere. */
export const isKnown = (known: readonly NearFinding[], more: readonly NearFinding[]): boolean =>
  more.every((one) => known.some((other) => other.rule === one.rule && byRule(other, one) <= 0));

export const nearFinding = ({ ref, name }: SeenComponent, { pass, finding }: SeenFinding): NearFinding => ({
  rule: cut(finding.rule, TITLE),
  title: cut(finding.title, TITLE),
  severity: finding.severity,
  name,
  component: ref,
  pass,
  ...(finding.start === undefined ? {} : { start: finding.start }),
  ...(finding.end === undefined ? {} : { end: finding.end }),
  ...(finding.line === undefined ? {} : { line: finding.line }),
});

/** Remarks (`info`) are everywhere, and co-occur with nothing. */
export const isTelling = ({ finding }: SeenFinding): boolean => finding.severity !== "info";

/** Finds the findings near a place of the component. */
export const findingsBeside = (
  component: SeenComponent,
): ((place: { start: number; end: number }) => NearFinding[]) => {
  const placed = component.findings
    .filter((one) => isTelling(one) && one.finding.start !== undefined)
    .map((one) => {
      const { start = 0, end = start } = one.finding;
      return { one, start, end: Math.min(end, start + LONG) };
    })
    .sort((a, b) => a.start - b.start || rank(b.one.finding.severity) - rank(a.one.finding.severity));
  if (placed.length === 0) return () => [];
  return ({ start, end }) => {
    const near: NearFinding[] = [];
    const first = firstFrom(placed, start - NEAR - LONG);
    for (let at = first; at < Math.min(placed.length, first + LOOKED_AT); at += 1) {
      const found = placed[at];
      if (!found || found.start > end + NEAR) break;
      if (found.end >= start - NEAR) near.push(nearFinding(component, found.one));
    }
    return near.length > 1 ? nearest([near]) : near;
  };
};

/** Index of the first whose start is not before `from`. */
const firstFrom = (placed: readonly { start: number }[], from: number): number => {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placed[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
};
