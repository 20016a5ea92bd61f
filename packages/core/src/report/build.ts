import type { Severity } from "../pass.ts";
import type { PackageRow } from "../ports/package-store.ts";
import { evidence } from "../priority/evidence.ts";
import { score } from "../priority/score.ts";
import { type PriorityTable, priorityTable } from "../priority/table.ts";
import { statusOf } from "./policy.ts";
import type { Report } from "./schema.ts";
import { shared, toShared } from "./summary/entities.ts";
import { meetings } from "./summary/meetings.ts";
import { byRef } from "./summary/order.ts";
import { outliers } from "./summary/outliers.ts";
import { duplicates, nearDuplicates, type Signed } from "./summary/similar.ts";
import { KEPT, type Summing } from "./summary/summary.ts";
import { timeline } from "./summary/timeline.ts";

/** Entries of each kind of correlation in `report.json`. */
const LISTED = 100;

/** Correlates and scores what a complete round came to. `finishedAt` is in epoch milliseconds. */
export const buildReport = (
  row: PackageRow,
  summing: Summing,
  finishedAt: number,
  table: PriorityTable = priorityTable,
): Report => {
  const { counts } = summing;
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
  const signed = components.filter((one): one is typeof one & Signed => one.signature !== undefined);
  return {
    v: 1,
    package: { id: row.id, name: row.name, bytes: row.bytes, components: counts.components },
    revision: row.round,
    status: statusOf(counts, row.toleratedFailurePercent ?? 0),
    tasks: counts.tasks as Report["tasks"],
    priority: { table: table.version, ...score([...row.declared, ...evidence(found, table)], table) },
    findings: { total: counts.findings, bySeverity, top: summing.top.sorted() },
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
    components: components.slice(0, KEPT.components).map(({ sha256: _, signature: __, ...listed }) => listed),
    kinds: counts.kinds,
    failures: summing.failures(),
    defects: summing.defects(),
    warnings: row.warnings ?? [],
    warningCount: row.warningCount ?? 0,
    passes: counts.passes,
    timing: {
      receivedAt: row.createdAt,
      finishedAt,
      seconds: (finishedAt - row.createdAt) / 1000,
      passMs: counts.passMs,
    },
  };
};
