import type { Severity } from "../pass.ts";
import type { PackageRow } from "../ports/package-store.ts";
import { evidence } from "../priority/evidence.ts";
import { couldBecome } from "../priority/points.ts";
import { score, waitingFactor } from "../priority/score.ts";
import { type PriorityTable, priorityTable } from "../priority/table.ts";
import { statusOf } from "./policy.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { scorer } from "./scores.ts";
import { shared, toShared } from "./summary/entities.ts";
import { meetings } from "./summary/meetings.ts";
import { byRef } from "./summary/order.ts";
import { outliers } from "./summary/outliers.ts";
import { duplicates, nearDuplicates, type Signed } from "./summary/similar.ts";
import { KEPT, type SummarisedComponent, type Summing } from "./summary/summary.ts";
import { timeline } from "./summary/timeline.ts";

/** Entries of each kind of correlation in `report.json`. */
const LISTED = 100;

/** Whole minutes only: a report must not differ by the milliseconds that it took to write. */
const wholeMinutes = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

/** Correlates and scores what a complete round came to. `finishedAt` is in epoch milliseconds. */
export const buildReport = (
  row: PackageRow,
  summing: Summing,
  finishedAt: number,
  table: PriorityTable = priorityTable,
): Report => {
  const { counts } = summing;
  const waited = waitingFactor(wholeMinutes(finishedAt - row.createdAt), table);
  const components = summing.components.sort((a, b) => byRef(a.ref, b.ref));
  const bySeverity = counts.bySeverity as Record<Severity, number>;
  const named = summing.entities.all();
  const inSeveral = shared(named);
  const sharedEntities = inSeveral.slice(0, LISTED).map(toShared);
  const distinct = summing.entities.distinct();
  // By values and documents, not by mentions and components: a file cut into other slices scores the same.
  const found = { bySeverity, kinds: Object.keys(counts.kinds), entities: distinct, shared: inSeveral.length };
  const axis = timeline(summing.timeline.summary());
  const { total: entities, byKind } = summing.entities.totals();
  const tolerated = row.toleratedFailurePercent ?? 0;
  const priority = score([...row.declared, ...evidence(found, table), waited], table);
  const { ofComponent, ofFinding } = scorer([...row.declared, waited], table);
  const byName = new Map(components.map((one) => [one.ref, one]));
  const withScore = (one: ReportFinding): ReportFinding => {
    const component = byName.get(one.component);
    return component ? { ...one, score: ofFinding(one, component) } : one;
  };
  const listed = (one: SummarisedComponent): Report["components"][number] => {
    const { sha256: _, signature: __, bySeverity: ___, entityKinds: ____, ...shown } = one;
    return { ...shown, score: ofComponent(one) };
  };
  const signed = components.filter((one): one is typeof one & Signed => one.signature !== undefined);
  return {
    v: 1,
    package: { id: row.id, name: row.name, bytes: row.bytes, components: counts.components },
    revision: row.round,
    status: statusOf(counts, tolerated),
    tasks: counts.tasks as Report["tasks"],
    priority: { table: table.version, ...priority },
    findings: { total: counts.findings, bySeverity, top: summing.top.sorted().map(withScore) },
    entities: {
      total: entities,
      byKind,
      top: named.slice(0, LISTED).map(toShared),
      distinct,
      ...(summing.entities.sampled ? { sampled: true } : {}),
    },
    correlations: {
      sharedEntities,
      sharedCount: inSeveral.length,
      duplicates: duplicates(components, LISTED),
      meetings: meetings(summing.meetings.summary(), named, LISTED),
      nearDuplicates: nearDuplicates(signed, LISTED),
      ...(axis ? { timeline: axis } : {}),
      outliers: outliers(summing.outliers.summary(), LISTED),
    },
    components: components.slice(0, KEPT.components).map(listed),
    kinds: counts.kinds,
    failures: summing.failures(),
    defects: summing.defects(),
    fanIn: {
      required: counts.required,
      succeeded: counts.requiredSucceeded,
      toleratedFailurePercent: tolerated,
      missing: Object.values(counts.missing).reduce((sum, one) => sum + one, 0),
      byPass: counts.missing,
      couldBecome: couldBecome(priority, table),
    },
    warnings: row.warnings ?? [],
    warningCount: row.warningCount ?? 0,
    passes: counts.passes,
    packs: Object.fromEntries(Object.entries(counts.packs).map(([name, versions]) => [name, versions.join(", ")])),
    timing: {
      receivedAt: row.createdAt,
      finishedAt,
      seconds: (finishedAt - row.createdAt) / 1000,
      passMs: counts.passMs,
    },
  };
};
