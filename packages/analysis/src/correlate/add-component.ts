import type { ComponentResults } from "@torrent/core";
import type { AnalysisResult } from "../findings.ts";
import { bounded } from "../report/bounded.ts";
import { findingLine } from "../report/finding-lines.ts";
import { isTime } from "../report/place.ts";
import { rank } from "./beside.ts";
import { countPacks, countResult } from "./counts.ts";
import type { SeenComponent } from "./seen.ts";
import { isSignature } from "./similar.ts";
import type { SummarisedComponent, Summing } from "./summary.ts";

const countsOf = (names: readonly string[]): Record<string, number> | undefined => {
  if (names.length === 0) return undefined;
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Results of passes that are not of this kind (a team's own) count with what of it they have. */
const resultOf = (output: unknown): AnalysisResult => {
  const { findings = [], entities = [], facts = {}, ...rest } = (output ?? {}) as Partial<AnalysisResult>;
  return { ...rest, findings, entities, facts };
};

/** Adds a component with the results of its passes; `line` takes the line of each finding. */
export const addComponent = (
  summing: Summing,
  { ref, name, kind, bytes, sha256, results, tasks }: ComponentResults,
  line: (text: string) => void,
): void => {
  const { counts } = summing;
  const entry: SummarisedComponent = { ref, name, kind, bytes, findings: 0, entities: 0, sha256 };
  const seen: SeenComponent = { ref, name, kind, bytes, sha256, findings: [], entities: [], facts: [] };
  const outputs = results as Readonly<Record<string, unknown>>;
  for (const { pass, outcome } of tasks) {
    if (outcome !== "succeeded" && outcome !== "skipped") entry.failed = [...(entry.failed ?? []), pass];
    if (outputs[pass] === undefined) continue;
    const { findings, entities, facts, packs = {}, truncated } = resultOf(outputs[pass]);
    countPacks(counts, Object.fromEntries(Object.entries(packs).map(([pack, version]) => [pack, [version]])));
    const found = findings.map(({ severity }) => severity);
    countResult(counts, pass, truncated, found);
    for (const stored of findings) {
      const finding = bounded(stored);
      if (entry.worst === undefined || rank(finding.severity) > rank(entry.worst)) entry.worst = finding.severity;
      const placed = { ...finding, kind, pass, component: ref, name };
      summing.top.add(placed);
      line(findingLine(placed));
      seen.findings.push({ pass, finding });
    }
    for (const entity of entities) seen.entities.push({ pass, entity });
    seen.facts.push({ pass, facts });
    if (entry.signature === undefined && isSignature(facts.signature)) entry.signature = facts.signature;
  }
  const bySeverity = countsOf(seen.findings.map(({ finding }) => finding.severity));
  if (bySeverity) entry.bySeverity = bySeverity;
  // A value that two passes have named is one.
  const values = new Map(seen.entities.map(({ entity }) => [`${entity.kind}\u0000${entity.value}`, entity.kind]));
  const entityKinds = countsOf([...values.values()].filter((entityKind) => !isTime(entityKind)));
  if (entityKinds) entry.entityKinds = entityKinds;
  entry.findings = seen.findings.length;
  entry.entities = seen.entities.reduce((sum, { entity }) => sum + (entity.count ?? 1), 0);
  summing.components.push(entry);
  summing.rules.add(seen);
  summing.entities.add(seen);
  summing.meetings.add(seen);
  summing.timeline.add(seen);
  summing.outliers.add(seen);
};
