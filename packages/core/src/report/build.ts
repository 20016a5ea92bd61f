import type { Failure } from "../errors.ts";
import { type Outcome, outcomes } from "../outcome.ts";
import { type Severity, severities } from "../pass.ts";
import type { PlannedTask } from "../plan.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { Receipt } from "../ports/tally-store.ts";
import { evidence } from "../priority/evidence.ts";
import { score } from "../priority/score.ts";
import { type PriorityTable, priorityTable } from "../priority/table.ts";
import { bounded } from "./bounded.ts";
import { duplicates, entityIndex } from "./correlate.ts";
import type { GatheredComponent } from "./gather.ts";
import { statusOf } from "./policy.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { type Read, readStored } from "./stored.ts";
import { topOf } from "./top.ts";

/** Entries kept in `report.json`; all findings are in `findings.ndjson`. */
const KEPT = { findings: 100, entities: 100, components: 1000, failures: 200, defects: 200, duplicates: 100 };
/** Results read at the same time. */
const CONCURRENCY = 16;

const rank = (severity: Severity): number => severities.indexOf(severity);
const encoder = new TextEncoder();

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** The worst first, then by what and where they are: the order of the components decides only between equals. */
const findingOrder = (a: ReportFinding & { at: number }, b: ReportFinding & { at: number }): number =>
  rank(b.severity) - rank(a.severity) ||
  compare(a.name, b.name) ||
  (a.start ?? 0) - (b.start ?? 0) ||
  compare(a.rule, b.rule) ||
  a.at - b.at;

type ComponentResults = Read[];

const noResult = { kind: "missing-result", message: "The receipt names no result; redrive the task" };

const outdated = (task: PlannedTask, { outcome, version = task.version }: Receipt): Failure | undefined =>
  outcome === "succeeded" && version < task.version
    ? {
        kind: "outdated-result",
        message: `Made by version ${version} of the pass, the plan asks for ${task.version}; redrive the pass`,
      }
    : undefined;

/** Results of the components in order, read a few ahead. */
async function* inOrder(cloud: Cloud, components: readonly GatheredComponent[]): AsyncIterable<ComponentResults> {
  const ahead: Promise<ComponentResults>[] = [];
  const read = ({ tasks }: GatheredComponent): Promise<ComponentResults> =>
    Promise.all(
      tasks.map(async ({ task, receipt }) =>
        receipt?.outcome === "succeeded" && receipt.input !== undefined
          ? readStored(cloud.objects, task.pass, receipt.version ?? task.version, receipt.input)
          : {},
      ),
    );
  for (let next = 0; next < components.length || ahead.length > 0; ) {
    while (ahead.length < CONCURRENCY && next < components.length) {
      const component = components[next++];
      if (!component) continue;
      const results = read(component);
      // Whoever takes it sees its error; until then nobody does, and that must not end the process.
      results.catch(() => {});
      ahead.push(results);
    }
    const results = await ahead.shift();
    if (results) yield results;
  }
}

/**
 * Correlates and scores a complete round. `emit` takes every finding as a line of `findings.ndjson`, in order, while
 * it goes; what is held in memory is bounded by the limits above and by the number of components and entities.
 */
export const buildReport = async (
  cloud: Cloud,
  row: PackageRow,
  components: readonly GatheredComponent[],
  emit: (line: Uint8Array) => Promise<void>,
  table: PriorityTable = priorityTable,
): Promise<Report> => {
  const index = entityIndex();
  const tasks = { expected: 0, ...(Object.fromEntries(outcomes.map((o) => [o, 0])) as Record<Outcome, number>) };
  const bySeverity = Object.fromEntries(severities.map((s) => [s, 0])) as Record<Severity, number>;
  const top = topOf(KEPT.findings, findingOrder);
  const defects: NonNullable<Report["defects"]> = { total: 0, first: [] };
  const failures = { total: 0, first: [] as Report["failures"]["first"] };
  const passes: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  const listed: Report["components"] = [];
  let findings = 0;
  let entities = 0;
  let passMs = 0;
  let at = 0;

  const results = inOrder(cloud, components)[Symbol.asyncIterator]();
  for (const component of components) {
    const { plan } = component;
    const { value: found = [] } = await results.next();
    const entry: Report["components"][number] = {
      ref: plan.component,
      name: plan.name,
      kind: plan.kind,
      bytes: plan.bytes,
      findings: 0,
      entities: 0,
    };
    kinds[plan.kind] = (kinds[plan.kind] ?? 0) + 1;
    component.tasks.forEach((one, child) => {
      const { task } = one;
      const { result, defect = one.receipt && outdated(task, one.receipt) }: Read = found[child] ?? {};
      if (defect) {
        defects.total += 1;
        if (defects.first.length < KEPT.defects)
          defects.first.push({ component: plan.component, name: plan.name, pass: task.pass, ...defect });
      }
      if (one.receipt?.outcome === "succeeded" && !result)
        one.receipt = { ...one.receipt, outcome: "failed", error: defect ?? noResult };
      const { receipt } = one;
      const outcome: Outcome = receipt?.outcome ?? "expired";
      tasks.expected += 1;
      tasks[outcome] += 1;
      passMs += receipt?.ms ?? 0;
      if (outcome !== "succeeded") {
        if (outcome !== "skipped") entry.failed = [...(entry.failed ?? []), task.pass];
        failures.total += 1;
        if (failures.first.length < KEPT.failures)
          failures.first.push({
            component: plan.component,
            name: plan.name,
            pass: task.pass,
            outcome,
            error: receipt?.error,
          });
      }
      if (!result) return;
      passes[task.pass] = Math.max(passes[task.pass] ?? 0, result.version);
      for (const finding of result.findings) {
        findings += 1;
        entry.findings += 1;
        bySeverity[finding.severity] += 1;
        if (entry.worst === undefined || rank(finding.severity) > rank(entry.worst)) entry.worst = finding.severity;
        top.add({ ...bounded(finding), pass: task.pass, component: plan.component, name: plan.name, at: at++ });
      }
      entities += result.entities.length;
      entry.entities += result.entities.length;
      index.add(plan.component, result.entities);
    });
    await emitFindings(component, found, emit);
    if (listed.length < KEPT.components) listed.push(entry);
  }

  const shared = index.top(KEPT.entities, 2);
  const found = { bySeverity, kinds: Object.keys(kinds), entities: index.byKind(), shared: index.shared() };
  const now = cloud.clock.now();
  return {
    v: 1,
    package: { id: row.id, name: row.name, bytes: row.bytes, components: components.length },
    revision: row.round,
    status: statusOf(components, row.toleratedFailurePercent ?? 0),
    tasks,
    priority: {
      table: table.version,
      ...score([...row.declared, ...evidence(found, table)], table),
    },
    findings: { total: findings, bySeverity, top: top.sorted().map(({ at: _, ...finding }) => finding) },
    entities: { total: entities, byKind: index.byKind(), top: index.top(KEPT.entities) },
    correlations: {
      sharedEntities: shared,
      sharedCount: index.shared(),
      duplicates: duplicates(components.map(({ plan }) => ({ ref: plan.component, ...plan }))).slice(
        0,
        KEPT.duplicates,
      ),
    },
    components: listed,
    kinds,
    failures,
    defects,
    warnings: row.warnings ?? [],
    warningCount: row.warningCount ?? 0,
    passes,
    timing: { receivedAt: row.createdAt, finishedAt: now, seconds: (now - row.createdAt) / 1000, passMs },
  };
};

const emitFindings = async (
  { plan, tasks }: GatheredComponent,
  results: ComponentResults,
  emit: (line: Uint8Array) => Promise<void>,
): Promise<void> => {
  let lines = "";
  tasks.forEach(({ task }, child) => {
    for (const finding of results[child]?.result?.findings ?? [])
      lines += `${JSON.stringify({ ...bounded(finding), pass: task.pass, component: plan.component, name: plan.name })}\n`;
  });
  if (lines !== "") await emit(encoder.encode(lines));
};
