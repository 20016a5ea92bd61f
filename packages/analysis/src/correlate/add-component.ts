import type { Failure, GatheredComponent, Outcome, PlannedTask, Read, Receipt } from "@torrent/core/unstable";
import { bounded } from "../report/bounded.ts";
import { findingLine } from "../report/finding-lines.ts";
import { isTime } from "../report/place.ts";
import { rank } from "./beside.ts";
import { countComponent, countPacks, countResult, countTask } from "./counts.ts";
import type { SeenComponent } from "./seen.ts";
import { isSignature } from "./similar.ts";
import type { SummarisedComponent, Summing } from "./summary.ts";

const noResult = { kind: "missing-result", message: "The receipt names no result; redrive the task" };

const outdated = (task: PlannedTask, { outcome, version = task.version }: Receipt): Failure | undefined =>
  outcome === "succeeded" && version < task.version
    ? {
        kind: "outdated-result",
        message: `Made by version ${version} of the pass, the plan asks for ${task.version}; redrive the pass`,
      }
    : undefined;

const countsOf = (names: readonly string[]): Record<string, number> | undefined => {
  if (names.length === 0) return undefined;
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/**
 * Adds a component, with what was read of its tasks' results, in their order; returns the lines of its findings. A task
 * without a usable result counts as failed, whatever its receipt says.
 */
export const addComponent = (summing: Summing, { plan, tasks }: GatheredComponent, reads: readonly Read[]): string => {
  const { counts } = summing;
  const { component: ref, name, kind, bytes, sha256 } = plan;
  const entry: SummarisedComponent = { ref, name, kind, bytes, findings: 0, entities: 0, sha256 };
  const seen: SeenComponent = { ref, name, kind, bytes, sha256, findings: [], entities: [], facts: [] };
  let lines = "";
  countComponent(counts, kind);
  tasks.forEach(({ task, receipt }, child) => {
    const { pass } = task;
    const { result, defect = receipt && outdated(task, receipt) }: Read = reads[child] ?? {};
    if (defect) summing.defective({ component: ref, name, pass, ...defect });
    const isLost = receipt?.outcome === "succeeded" && !result;
    const outcome: Outcome = isLost ? "failed" : (receipt?.outcome ?? "expired");
    countTask(counts, task, outcome, receipt?.ms ?? 0);
    if (outcome !== "succeeded") {
      if (outcome !== "skipped") entry.failed = [...(entry.failed ?? []), pass];
      const error = isLost ? (defect ?? noResult) : receipt?.error;
      summing.failed({ component: ref, name, pass, outcome, ...(error ? { error } : {}) });
    }
    if (!result) return;
    const { findings, entities, facts, packs = {} } = result;
    countPacks(counts, Object.fromEntries(Object.entries(packs).map(([name, version]) => [name, [version]])));
    countResult(
      counts,
      result,
      findings.map(({ severity }) => severity),
    );
    for (const stored of findings) {
      const finding = bounded(stored);
      if (entry.worst === undefined || rank(finding.severity) > rank(entry.worst)) entry.worst = finding.severity;
      const found = { ...finding, kind, pass, component: ref, name };
      summing.top.add(found);
      lines += findingLine(found);
      seen.findings.push({ pass, finding });
    }
    for (const entity of entities) seen.entities.push({ pass, entity });
    seen.facts.push({ pass, facts });
    if (entry.signature === undefined && isSignature(facts.signature)) entry.signature = facts.signature;
  });
  const bySeverity = countsOf(seen.findings.map(({ finding }) => finding.severity));
  if (bySeverity) entry.bySeverity = bySeverity;
  // A value that two passes have named is one.
  const values = new Map(seen.entities.map(({ entity }) => [`${entity.kind}\u0000${entity.value}`, entity.kind]));
  const entityKinds = countsOf([...values.values()].filter((kind) => !isTime(kind)));
  if (entityKinds) entry.entityKinds = entityKinds;
  entry.findings = seen.findings.length;
  entry.entities = seen.entities.length;
  summing.components.push(entry);
  summing.rules.add(seen);
  summing.entities.add(seen);
  summing.meetings.add(seen);
  summing.timeline.add(seen);
  summing.outliers.add(seen);
  return lines;
};
