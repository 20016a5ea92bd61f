import { basename } from "node:path";
import {
  type Choreography,
  type Cloud,
  collect,
  type Failure,
  keys,
  outcomes,
  PackageOutcome,
  type PackageRow,
  type Priority,
  type Throughput,
} from "@torrent/core/unstable";

/** What is known of a package that has ended. */
interface Summary {
  id: string | null;
  name: string;
  status: PackageRow["state"];
  round: number;
  components: number;
  tasks: PackageOutcome["tasks"];
  /** What the choreography counts, every name of it. */
  counts: Record<string, number>;
  priority: Pick<Priority, "score" | "band" | "factors">;
  /** Throughput of each pass, over this round's tasks that succeeded at the first attempt. */
  passes: Throughput[];
  /** Path of the report's JSON on this machine: what the reducer wrote as `report.json`, or the outcome. */
  report: string | null;
  seconds: number;
  error?: Failure;
}

/** One package of `torrent run --json`: the counts stand under their own names as well, such as `findings`. */
export type PackageSummary = Summary & Record<string, unknown>;

const noTasks = (): PackageOutcome["tasks"] => ({
  expected: 0,
  succeeded: 0,
  failed: 0,
  skipped: 0,
  expired: 0,
  cancelled: 0,
});
const noPriority = { score: 0, band: "low" as const, factors: [] };

export const readOutcome = async (cloud: Cloud, id: string, revision: number): Promise<PackageOutcome | undefined> => {
  const object = await cloud.objects.get(keys.outcome(id, revision));
  return object && PackageOutcome.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
};

/** Every name that the choreography counts; 0 where nothing was counted. */
const allCounts = ({ counts }: Pick<Choreography, "counts">, counted: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(counts.map((name) => [name, counted[name] ?? 0]));

/** The counts beside the rest, unless a name is taken. */
const flat = (summary: Summary): PackageSummary => ({ ...summary.counts, ...summary });

export const notDelivered = (choreography: Choreography, name: string, error: Failure): PackageSummary =>
  flat({
    id: null,
    name,
    status: "rejected",
    round: 0,
    components: 0,
    tasks: noTasks(),
    counts: allCounts(choreography),
    priority: noPriority,
    report: null,
    seconds: 0,
    passes: [],
    error,
  });

export const summarize = (
  choreography: Choreography,
  row: PackageRow,
  outcome: PackageOutcome | undefined,
  path: string | null,
  passes: Throughput[] = [],
): PackageSummary => {
  const tasks = noTasks();
  if (outcome) Object.assign(tasks, outcome.tasks);
  else if (row.totals) for (const name of outcomes) tasks[name] = row.totals[name];
  const { score, band, factors } = row.priority;
  return flat({
    id: row.id,
    name: row.name,
    status: row.state,
    round: row.round,
    components: outcome?.package.components ?? row.components ?? 0,
    tasks,
    counts: allCounts(choreography, outcome?.counts ?? row.totals?.counts),
    priority: { score, band, factors },
    passes,
    report: path,
    seconds: Math.max(0, (row.finishedAt ?? row.updatedAt) - row.createdAt) / 1000,
    ...(row.error ? { error: row.error } : {}),
  });
};

/** The file that a person opens first, of those beside an outcome. */
export const firstPage = (files: readonly string[]): string =>
  files.find((file) => basename(file) === "report.html") ?? "outcome.json";
