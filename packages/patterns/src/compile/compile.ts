import { createHash } from "node:crypto";
import { type Section, type Sections, writeArtefact } from "../artefact/format.ts";
import { type StoredRule, writeRule } from "../artefact/stored-rule.ts";
import type { Definition } from "../definition/definition.ts";
import type { Needle } from "../tables/needle.ts";
import { buildTables, type Tables } from "../tables/tables.ts";
import { filterNames, tableNames } from "../tables/tier.ts";
import { planRule } from "./rule.ts";

/** A rule that is not looked for by default, and why. */
export interface Quarantined {
  id: string;
  /** `slow`: looked for where the caller asks for the slow lane. `rejected`: never. */
  lane: "slow" | "rejected";
  reason: string;
  detail: string;
}

export interface CompileSummary {
  /** Hex SHA-256 of the artefact: the same definitions give the same one. */
  content: string;
  bytes: number;
  rules: number;
  literals: number;
  regexes: number;
  needles: number;
  longestBucket: number;
  quarantined: Quarantined[];
}

const textSections = (rules: readonly StoredRule[]): Sections => {
  const parts = rules.map((rule) => Buffer.from(writeRule(rule)));
  const starts = new Uint32Array(parts.length + 1);
  for (const [i, part] of parts.entries()) starts[i + 1] = starts[i]! + part.length;
  return new Map<string, Uint32Array | Uint8Array>([
    ["info.starts", starts],
    ["info.text", new Uint8Array(Buffer.concat(parts))],
  ]);
};

const tableSections = (built: Tables, rules: number): Sections => {
  const { filters, tables, longestNeedle } = built;
  const longestBucket = Math.max(...tableNames.map((name) => tables[name].longestBucket));
  const shape = [rules, built.rules.length, longestNeedle, longestBucket];
  const sections: Sections = new Map<string, Section>([
    ["starts", built.starts],
    ["bytes", built.bytes],
    ["flags", built.flags],
    ["rules", built.rules],
  ]);
  for (const name of filterNames) {
    shape.push(filters[name].bits);
    sections.set(`${name}.filter`, filters[name].words);
  }
  for (const name of tableNames) {
    const { bucketBits, groupBits, groups, buckets, records } = tables[name];
    shape.push(bucketBits, groupBits);
    sections.set(`${name}.groups`, groups).set(`${name}.buckets`, buckets).set(`${name}.records`, records);
  }
  return sections.set("shape", Uint32Array.from(shape));
};

/** Compiles definitions (ids distinct) into an artefact. What cannot be looked for is named in the summary. */
export const compile = (
  definitions: readonly Definition[],
): { artefact: Uint8Array<ArrayBuffer>; summary: CompileSummary } => {
  const needles: Needle[] = [];
  const rules: StoredRule[] = [];
  const slow: number[] = [];
  const quarantined: Quarantined[] = [];
  for (const definition of definitions) {
    const plan = planRule(definition, rules.length);
    if (plan.lane === "slow" || plan.lane === "rejected")
      quarantined.push({ id: definition.id, lane: plan.lane, reason: plan.reason, detail: plan.detail });
    if (plan.lane === "rejected") continue;
    if (plan.lane === "slow") slow.push(rules.length);
    else needles.push(...plan.needles);
    rules.push({
      ...definition,
      lane: plan.lane,
      ...(plan.lane === "regex" && { place: plan.place }),
      ...(plan.lane === "regex" && Number.isFinite(plan.reach) && { reach: plan.reach }),
    });
  }
  const tables = buildTables(needles);
  const sections: Sections = new Map([
    ...tableSections(tables, rules.length),
    ...textSections(rules),
    ["slow", Uint32Array.from(slow)] as const,
  ]);
  const artefact = writeArtefact(sections);
  const literals = rules.filter(({ lane }) => lane === "literal").length;
  return {
    artefact,
    summary: {
      content: createHash("sha256").update(artefact).digest("hex"),
      bytes: artefact.byteLength,
      rules: rules.length,
      literals,
      regexes: rules.length - literals,
      needles: needles.length,
      longestBucket: sections.get("shape")![3]!,
      quarantined,
    },
  };
};
