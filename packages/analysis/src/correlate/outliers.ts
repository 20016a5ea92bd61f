import * as z from "zod/mini";
import { type Severity, severities } from "../findings.ts";
import { bytesInWords } from "../render/untrusted.ts";
import { type Outlier, Place } from "../report/schema.ts";
import { rank } from "./beside.ts";
import { byPlace, byRef, compare } from "./order.ts";
import { Sample } from "./sample.ts";
import type { SeenComponent } from "./seen.ts";
import { topOf } from "./top.ts";

/** Steps for a doubling: a histogram's middle is right to about 4 %. */
const STEPS = 16;
const EXTREMES = 10;
/** Rules and kinds of entities that are remembered of one kind of components. */
const MARKS = 500;
/** Fewer components have no usual size. */
const FEW = 12;
/** Of fewer, what one has is not rare. */
const MANY = 20;
/** At least four times as large or as small as the middle, and this many usual spreads away. */
const FAR = 2;
const SPREADS = 5;
const SPREAD_AT_LEAST = 0.25;

const Extreme = z.object({ ref: z.string(), name: z.string(), value: z.number() });
type Extreme = z.infer<typeof Extreme>;
const Measure = z.object({
  /** Components by step of the logarithm. */
  steps: z.record(z.string(), z.number()),
  lowest: z.array(Extreme),
  highest: z.array(Extreme),
});
const Mark = z.object({
  feature: z.string(),
  severity: z.optional(z.enum(severities)),
  components: z.number(),
  name: z.string(),
  first: Place,
});
type Mark = z.infer<typeof Mark>;
const measures = ["bytes", "findings", "entities"] as const;
const KindSummary = z.object({
  components: z.number(),
  measures: z.object({ bytes: Measure, findings: Measure, entities: Measure }),
  marks: z.array(Mark),
});

/** By kind of component: how large they are, and what few of them have. */
export const OutlierSummary = z.record(z.string(), KindSummary);
export type OutlierSummary = z.infer<typeof OutlierSummary>;

const log = (value: number): number => Math.log2(1 + value);

const byName = (a: Extreme, b: Extreme): number => byRef(a.ref, b.ref);

const measureSeen = () => {
  const steps = new Map<number, number>();
  const lowest = topOf<Extreme>(EXTREMES, (a, b) => a.value - b.value || byName(a, b));
  const highest = topOf<Extreme>(EXTREMES, (a, b) => b.value - a.value || byName(a, b));
  const count = (step: number, components: number) => steps.set(step, (steps.get(step) ?? 0) + components);
  return {
    add(extreme: Extreme): void {
      count(Math.round(log(extreme.value) * STEPS), 1);
      lowest.add(extreme);
      highest.add(extreme);
    },
    merge(part: z.infer<typeof Measure>): void {
      for (const [step, components] of Object.entries(part.steps)) count(Number(step), components);
      for (const extreme of part.lowest) lowest.add(extreme);
      for (const extreme of part.highest) highest.add(extreme);
    },
    summary: (): z.infer<typeof Measure> => ({
      steps: Object.fromEntries([...steps].sort(([a], [b]) => a - b)),
      lowest: lowest.sorted(),
      highest: highest.sorted(),
    }),
  };
};

const kindSeen = () => {
  const marks = new Sample<Mark>(MARKS);
  const seen = { bytes: measureSeen(), findings: measureSeen(), entities: measureSeen() };
  let components = 0;
  const mark = (one: Mark): void => {
    const known = marks.at(one.feature, () => ({ ...one, components: 0 }));
    if (!known) return;
    known.components += one.components;
    if (one.severity && rank(one.severity) > rank(known.severity ?? "info")) known.severity = one.severity;
    if (byPlace(one.first, known.first) < 0) Object.assign(known, { first: one.first, name: one.name });
  };
  return {
    add(component: SeenComponent): void {
      components += 1;
      const { ref, name, bytes, findings, entities } = component;
      const values = { bytes, findings: findings.length, entities: entities.length };
      for (const one of measures) seen[one].add({ ref, name, value: values[one] });
      for (const one of marksOf(component)) mark(one);
    },
    merge(part: z.infer<typeof KindSummary>): void {
      components += part.components;
      for (const one of measures) seen[one].merge(part.measures[one]);
      for (const one of part.marks) mark(one);
    },
    summary: (): z.infer<typeof KindSummary> => ({
      components,
      measures: {
        bytes: seen.bytes.summary(),
        findings: seen.findings.summary(),
        entities: seen.entities.summary(),
      },
      marks: marks.values().sort((a, b) => compare(a.feature, b.feature)),
    }),
  };
};

/** What sets components apart: rules of weight that they break, kinds of entities that they name. Each once. */
const marksOf = ({ ref, name, findings, entities }: SeenComponent): Iterable<Mark> => {
  const marks = new Map<string, Mark>();
  const note = (
    feature: string,
    pass: string,
    place: { start?: number; end?: number; line?: number },
    severity?: Severity,
  ) => {
    const { start, end, line } = place;
    const first: Place = {
      component: ref,
      pass,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(line === undefined ? {} : { line }),
    };
    const known = marks.get(feature);
    if (!known) marks.set(feature, { feature, components: 1, name, first, ...(severity ? { severity } : {}) });
    else if (byPlace(first, known.first) < 0) known.first = first;
  };
  for (const { pass, finding } of findings)
    if (rank(finding.severity) >= rank("high")) note(`rule:${finding.rule}`, pass, finding, finding.severity);
  for (const { pass, entity } of entities) note(`entity:${entity.kind}`, pass, entity);
  return marks.values();
};

export const outliersSeen = () => {
  const kinds = new Map<string, ReturnType<typeof kindSeen>>();
  const of = (kind: string) => {
    const known = kinds.get(kind) ?? kindSeen();
    kinds.set(kind, known);
    return known;
  };
  return {
    add: (component: SeenComponent): void => of(component.kind).add(component),
    merge(part: OutlierSummary): void {
      for (const [kind, one] of Object.entries(part)) of(kind).merge(one);
    },
    summary: (): OutlierSummary =>
      Object.fromEntries([...kinds].sort(([a], [b]) => compare(a, b)).map(([kind, one]) => [kind, one.summary()])),
  };
};

/** The middle of the values, and the middle distance from it, both as logarithms. */
const middle = (steps: Readonly<Record<string, number>>, components: number): { centre: number; spread: number } => {
  const half = (sorted: readonly (readonly [number, number])[]): number => {
    let below = 0;
    for (const [at, count] of sorted) {
      below += count;
      if (2 * below >= components) return at;
    }
    return 0;
  };
  const at = Object.entries(steps).map(([step, count]) => [Number(step) / STEPS, count] as const);
  const centre = half(at.sort(([a], [b]) => a - b));
  const spread = half(at.map(([x, n]) => [Math.abs(x - centre), n] as const).sort(([a], [b]) => a - b));
  return { centre, spread };
};

const inWords = (value: number, feature: (typeof measures)[number]): string => {
  if (feature === "bytes") return bytesInWords(value);
  const one = feature === "findings" ? "finding" : "entity";
  return `${value} ${value === 1 ? one : feature}`;
};

/** The components farthest from what is usual of their kind, the farthest first. */
export const outliers = (summary: OutlierSummary, limit: number): { total: number; top: Outlier[] } => {
  const found: { far: number; one: Outlier }[] = [];
  for (const [kind, { components, measures: seen, marks }] of Object.entries(summary)) {
    if (components >= FEW)
      for (const feature of measures) {
        const { centre, spread } = middle(seen[feature].steps, components);
        const usual = Math.round(2 ** centre - 1);
        const looked = new Map(
          [...seen[feature].highest, ...seen[feature].lowest].map((extreme) => [extreme.ref, extreme]),
        );
        for (const { ref, name, value } of looked.values()) {
          const distance = Math.abs(log(value) - centre);
          const spreads = distance / Math.max(1.4826 * spread, SPREAD_AT_LEAST);
          if (distance < FAR || spreads < SPREADS) continue;
          const middling = feature === "bytes" ? bytesInWords(usual) : usual;
          const why = `${inWords(value, feature)}, while the median of ${components} components of kind ${kind} is about ${middling}`;
          found.push({
            far: spreads,
            one: { component: ref, name, kind, feature, value, typical: usual, of: components, why },
          });
        }
      }
    if (components < MANY) continue;
    for (const { feature, severity, components: having, name, first } of marks) {
      if (having > Math.max(1, Math.floor(components / 100))) continue;
      const [what, id] = [feature.slice(0, feature.indexOf(":")), feature.slice(feature.indexOf(":") + 1)];
      const why = `${what === "rule" ? `breaks the rule ${id}` : `names ${id}`}, as ${having === 1 ? "no other" : `only ${having}`} of ${components} components of kind ${kind} ${having === 1 ? "does" : "do"}`;
      const value = having;
      const far = SPREADS * (1 + (severity ? rank(severity) : 0)) + Math.log2(components / having);
      found.push({
        far,
        one: {
          component: first.component,
          name,
          kind,
          feature,
          value,
          typical: having,
          of: components,
          why,
          evidence: first,
        },
      });
    }
  }
  found.sort(
    (a, b) => b.far - a.far || byRef(a.one.component, b.one.component) || compare(a.one.feature, b.one.feature),
  );
  // Each slice of a large file is far from the others of its kind in the same way.
  const files = new Map<string, Outlier>();
  for (const { one } of found) {
    const key = `${one.kind}\u0000${one.feature}\u0000${one.name}`;
    if (!files.has(key)) files.set(key, one);
  }
  return { total: files.size, top: [...files.values()].slice(0, limit) };
};
