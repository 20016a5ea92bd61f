import { countOf } from "../../format/numbers.ts";
import { keys } from "../../ids.ts";
import { ready } from "../../plan.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import { retryAfterSeconds } from "../../retry.ts";
import { deadLetterQueue, type QueueName, queueNames, type Topology, taskQueue } from "../../topology/topology.ts";
import { aggregationQueue } from "../aggregate/route.ts";
import type { CompletionStatus } from "../complete/complete.ts";
import { completions } from "../complete/completions.ts";
import { readAttempts } from "../perform/attempts.ts";
import type { Performing, Pipeline } from "../pipeline.ts";
import { type LateResult, lateResults } from "../redrive/late.ts";

/** Missing tasks that are listed one by one; all are counted. */
const LISTED = 200;

/** What is expected next of a task or a package, and when at the latest, if that is known. Epoch milliseconds. */
export interface Next {
  event: string;
  at?: number;
}

export interface MissingTask {
  component: string;
  name: string;
  pass: string;
  queue: QueueName;
  /** `queued` if it was dispatched, `waiting` for tasks before it. */
  state: "queued" | "waiting";
  /** The passes that must settle first. */
  after?: string[];
  attempts: number;
  lastError?: { kind: string; message: string };
  next: Next;
}

export interface Why {
  packageId: string;
  state: PackageRow["state"];
  round: number;
  /** One sentence for people. */
  because: string;
  missingTasks: number;
  unplannedComponents: number;
  byPass: Record<string, number>;
  missing: MissingTask[];
  queues: Record<string, { visible: number; inFlight: number; delayed: number; dead: number }>;
  workers: number;
  next: Next;
  /** Of a package that has ended: results that its report does not hold, see `lateResults`. At most 200 are listed. */
  late?: { count: number; first: LateResult[] };
  /** Notifications of this round's subscribers, pending ones included. */
  completions: CompletionStatus[];
  /** When the sweep begins to repair a package without progress, and when it expires what is missing. Epoch milliseconds. */
  sweepActsAt?: number;
  deadlineAt: number;
}

/** What an open package waits for; from stored state alone, without asking anything that runs. */
export const why = async (pipeline: Pipeline & Pick<Performing, "passes">, id: string): Promise<Why | undefined> => {
  const { cloud, topology } = pipeline;
  const row = await cloud.packages.read(id);
  if (!row) return undefined;
  const byPass: Record<string, number> = {};
  const missing: (Omit<MissingTask, "next"> & { read: () => ReturnType<typeof readAttempts> })[] = [];
  let missingTasks = 0;
  let planned = 0;
  for await (const { key, plan, receipts } of cloud.tally.components(id, row.round)) {
    if (key.tree === "") planned += 1;
    if (!plan) continue;
    const queued = new Set(ready(plan, receipts).run);
    plan.tasks.forEach((task, child) => {
      if (receipts.has(child)) return;
      missingTasks += 1;
      byPass[task.pass] = (byPass[task.pass] ?? 0) + 1;
      if (missing.length >= LISTED) return;
      const address = { packageId: id, round: key.round, tree: key.tree, slot: key.index, task: child };
      missing.push({
        component: plan.component,
        name: plan.name,
        pass: task.pass,
        queue: taskQueue(task.route, task.lane),
        state: queued.has(child) ? "queued" : "waiting",
        ...(queued.has(child) ? {} : { after: task.after.flatMap((before) => plan.tasks[before]?.pass ?? []) }),
        attempts: 0,
        read: () => readAttempts(cloud, address),
      });
    });
  }
  const sweepActsAt = row.swept && row.swept.at + topology.stallSeconds * 1000;
  const listed = await Promise.all(
    missing.map(async ({ read, ...task }): Promise<MissingTask> => {
      const attempts = await read();
      if (!attempts) return { ...task, next: nextOf(topology, task, sweepActsAt) };
      const { kind, message } = attempts.last;
      const tried = { ...task, attempts: attempts.count, lastError: { kind, message } };
      return { ...tried, next: nextOf(topology, tried, sweepActsAt, attempts.last.at) };
    }),
  );
  const deliveries = await completions(pipeline, row);
  const late = isTerminalState(row.state) ? await lateResults(pipeline, row) : undefined;
  const unplannedComponents = Math.max(0, (row.slots ?? 0) - planned);
  const isSettled = row.state === "open" && row.fannedOut && missingTasks + unplannedComponents === 0;
  const completion = isSettled ? await aggregationQueue(pipeline, row) : undefined;
  return {
    packageId: id,
    state: row.state,
    round: row.round,
    because: because(row, {
      tasks: missingTasks,
      unplanned: unplannedComponents,
      late: late?.results.length ?? 0,
      deliveries,
      completion,
    }),
    missingTasks,
    unplannedComponents,
    byPass,
    missing: listed,
    queues: await depths(pipeline),
    workers: (await cloud.fleet.live()).length,
    completions: deliveries,
    next: nextOfPackage(row, sweepActsAt),
    ...(late && late.results.length > 0
      ? { late: { count: late.results.length, first: late.results.slice(0, LISTED) } }
      : {}),
    ...(sweepActsAt === undefined ? {} : { sweepActsAt }),
    deadlineAt: row.deadlineAt,
  };
};

/** A task in a queue is delivered at any moment; where its message was lost, the sweep is the next to act on it. */
const nextOf = (
  topology: Topology,
  { queue, state, after = [], attempts }: Pick<MissingTask, "queue" | "state" | "after" | "attempts">,
  sweepActsAt: number | undefined,
  failedAt?: number,
): Next => {
  if (state === "waiting") return { event: `dispatch, when ${after.join(" and ")} have settled` };
  if (failedAt === undefined)
    return { event: `delivery from ${queue}; if it was lost, the sweep sends it again`, ...at(sweepActsAt) };
  const { maxReceives } = topology.queues[queue];
  if (attempts >= maxReceives)
    return { event: `its dead letter settles it as failed: delivery ${attempts} of ${maxReceives} has failed` };
  const again = failedAt + retryAfterSeconds(topology, { maxReceives }, attempts) * 1000;
  return { event: `delivery ${attempts + 1} of ${maxReceives} from ${queue}`, at: again };
};

const at = (time: number | undefined): Pick<Next, "at"> => (time === undefined ? {} : { at: time });

const nextOfPackage = (row: PackageRow, sweepActsAt: number | undefined): Next => {
  switch (row.state) {
    case "intake":
      return { event: "intake ends, or the sweep sends its event again", ...at(sweepActsAt) };
    case "open":
      return sweepActsAt === undefined
        ? { event: "a task settles; what is missing at the deadline expires", at: row.deadlineAt }
        : {
            event: "a task settles, or the sweep resends lost messages",
            at: Math.min(sweepActsAt, row.deadlineAt),
          };
    case "aggregating":
      return {
        event: "the aggregation finishes, or its lease expires and another one starts",
        ...at(row.lease?.until),
      };
    default:
      return { event: "nothing until it is redriven" };
  }
};

const lateText = (late: number): string =>
  late === 0 ? "" : `; ${countOf(late, "late result")} can be included by a redrive`;

/** What an ended package still waits for: subscribers that have not been notified. */
const completionText = (state: PackageRow["state"], deliveries: readonly CompletionStatus[]): string => {
  const namesOf = (outcome: CompletionStatus["outcome"]): string =>
    deliveries.flatMap((delivery) => (delivery.outcome === outcome ? [delivery.subscriber] : [])).join(", ");
  const [pending, failed] = [namesOf("pending"), namesOf("failed")];
  const failures = failed === "" ? "" : `; notifying ${failed} failed; redrive its completions`;
  return pending === ""
    ? `It is ${state} and waits for nothing${failures}`
    : `It is ${state}; notifications are pending for ${pending}${failures}`;
};

const because = (
  row: PackageRow,
  {
    tasks,
    unplanned,
    late,
    completion,
    deliveries,
  }: {
    tasks: number;
    unplanned: number;
    late: number;
    completion?: QueueName | undefined;
    deliveries: readonly CompletionStatus[];
  },
): string => {
  if (row.error) return `${row.state}: ${row.error.message}${lateText(late)}`;
  switch (row.state) {
    case "intake":
      return `Intake of ${keys.inbox(row.name)} has not ended`;
    case "open": {
      const parts = [
        ...(unplanned > 0 ? [`${countOf(unplanned, "component")} not yet classified`] : []),
        ...(tasks > 0 ? [`${countOf(tasks, "task")} not settled`] : []),
        ...(row.fannedOut ? [] : ["not every message of the round has been sent"]),
      ];
      return completion ? `All tasks are settled; the aggregation waits in the queue ${completion}` : parts.join("; ");
    }
    case "aggregating":
      return "All tasks are settled; the outcome is being written";
    default:
      return `${completionText(row.state, deliveries)}${lateText(late)}`;
  }
};

const depths = async ({ cloud }: Pipeline): Promise<Why["queues"]> =>
  Object.fromEntries(
    await Promise.all(
      queueNames.map(async (queue) => {
        const [live, dead] = await Promise.all([cloud.queues.depth(queue), cloud.queues.depth(deadLetterQueue(queue))]);
        return [queue, { ...live, dead: dead.visible + dead.inFlight }] as const;
      }),
    ),
  );
