import {
  type Cloud,
  collect,
  type Failure,
  keys,
  outcomes,
  type PackageRow,
  type Priority,
  Report,
  type Throughput,
} from "@torrent/core";

/** One package of `torrent run --json`. */
export interface PackageSummary {
  id: string | null;
  name: string;
  status: PackageRow["state"];
  round: number;
  components: number;
  tasks: Report["tasks"];
  findings: number;
  entities: number;
  priority: Pick<Priority, "score" | "band" | "factors">;
  /** Throughput of each pass, over this round's tasks that succeeded at the first attempt. */
  passes: Throughput[];
  /** Path of the report's JSON on this machine. */
  report: string | null;
  seconds: number;
  error?: Failure;
}

const noTasks = (): Report["tasks"] => ({ expected: 0, succeeded: 0, failed: 0, skipped: 0, expired: 0, cancelled: 0 });
const noPriority = { score: 0, band: "low" as const, factors: [] };

export const readReport = async (cloud: Cloud, id: string, revision: number): Promise<Report | undefined> => {
  const object = await cloud.objects.get(keys.report(id, revision));
  return object && Report.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
};

export const notDelivered = (name: string, error: Failure): PackageSummary => ({
  id: null,
  name,
  status: "rejected",
  round: 0,
  components: 0,
  tasks: noTasks(),
  findings: 0,
  entities: 0,
  priority: noPriority,
  report: null,
  seconds: 0,
  passes: [],
  error,
});

export const summarize = (
  row: PackageRow,
  report: Report | undefined,
  path: string | null,
  passes: Throughput[] = [],
): PackageSummary => {
  const tasks = noTasks();
  if (report) Object.assign(tasks, report.tasks);
  else if (row.totals) for (const outcome of outcomes) tasks[outcome] = row.totals[outcome];
  const { score, band, factors } = row.priority;
  return {
    id: row.id,
    name: row.name,
    status: row.state,
    round: row.round,
    components: report?.package.components ?? row.components ?? 0,
    tasks,
    findings: report?.findings.total ?? 0,
    entities: report?.entities.total ?? 0,
    priority: { score, band, factors },
    passes,
    report: path,
    seconds: Math.max(0, (row.finishedAt ?? row.updatedAt) - row.createdAt) / 1000,
    ...(row.error ? { error: row.error } : {}),
  };
};
