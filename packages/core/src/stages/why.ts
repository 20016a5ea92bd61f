import { keys } from "../ids.ts";
import { ready } from "../plan.ts";
import type { PackageRow } from "../ports/package-store.ts";
import { deadLetterQueue, queueNames, taskQueue, topology } from "../topology.ts";
import { readAttempts } from "./attempts.ts";
import type { Pipeline } from "./pipeline.ts";

/** Missing tasks that are listed one by one; all are counted. */
const LISTED = 50;

export interface MissingTask {
  component: string;
  name: string;
  pass: string;
  queue: string;
  /** `queued` if it was dispatched, `waiting` for tasks before it. */
  state: "queued" | "waiting";
  attempts: number;
  lastError?: { kind: string; message: string };
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
  /** When the sweep begins to mend what has not moved, and when it expires what is missing. Epoch milliseconds. */
  sweepActsAt?: number;
  deadlineAt: number;
}

/** What an open package waits for; from stored state alone, without asking anything that runs. */
export const why = async (pipeline: Pipeline, id: string): Promise<Why | undefined> => {
  const { cloud } = pipeline;
  const row = await cloud.packages.read(id);
  if (!row) return undefined;
  const byPass: Record<string, number> = {};
  const missing: (MissingTask & { read: () => ReturnType<typeof readAttempts> })[] = [];
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
        attempts: 0,
        read: () => readAttempts(cloud, address),
      });
    });
  }
  const listed = await Promise.all(
    missing.map(async ({ read, ...task }): Promise<MissingTask> => {
      const attempts = await read();
      if (!attempts) return task;
      const { kind, message } = attempts.last;
      return { ...task, attempts: attempts.count, lastError: { kind, message } };
    }),
  );
  const unplannedComponents = Math.max(0, (row.slots ?? 0) - planned);
  return {
    packageId: id,
    state: row.state,
    round: row.round,
    because: because(row, missingTasks, unplannedComponents),
    missingTasks,
    unplannedComponents,
    byPass,
    missing: listed,
    queues: await depths(pipeline),
    workers: (await cloud.fleet.live()).length,
    ...(row.swept ? { sweepActsAt: row.swept.at + topology.stallSeconds * 1000 } : {}),
    deadlineAt: row.deadlineAt,
  };
};

const because = (row: PackageRow, tasks: number, unplanned: number): string => {
  if (row.error) return `${row.state}: ${row.error.message}`;
  switch (row.state) {
    case "intake":
      return `Intake of ${keys.inbox(row.name)} has not ended`;
    case "open": {
      const parts = [
        ...(unplanned > 0 ? [`${unplanned} components wait for classification`] : []),
        ...(tasks > 0 ? [`${tasks} tasks are not settled`] : []),
        ...(row.fannedOut ? [] : ["not every message of the round has been sent"]),
      ];
      return parts.length > 0 ? parts.join("; ") : "Everything is settled; the completion message is under way";
    }
    case "aggregating":
      return "Everything is settled; the report is being written";
    default:
      return `It waits for nothing: it is ${row.state}`;
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
