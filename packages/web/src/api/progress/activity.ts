import { noTotals, outcomes, type PackageRow, type PlannedTask, type Receipt } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import type { Activity, PassActivity } from "./activity-schemas.ts";
import { timeBins } from "./time-bins.ts";

/** Maximum number of components read per response. */
const READ_LIMIT = 50_000;

const newPass = (pass: string): PassActivity => {
  const { succeeded, failed, skipped, expired, cancelled } = noTotals();
  return {
    pass,
    planned: 0,
    outcomes: { succeeded, failed, skipped, expired, cancelled },
    waiting: 0,
    retried: 0,
    function: 0,
    worker: 0,
    ms: 0,
    estimatedMs: 0,
    histogram: [],
  };
};

const bucket = (ms: number): number => (ms < 1 ? 0 : Math.floor(Math.log2(ms)) + 1);

const addTask = (pass: PassActivity, task: PlannedTask, receipt?: Receipt): void => {
  pass.planned += 1;
  pass[task.route] += 1;
  if (!receipt) {
    pass.waiting += 1;
    return;
  }
  pass.outcomes[receipt.outcome] += 1;
  if ((receipt.attempts ?? 1) > 1) pass.retried += 1;
  const ms = receipt.ms ?? 0;
  pass.ms += ms;
  if (receipt.outcome !== "succeeded") return;
  pass.estimatedMs += task.seconds * 1000;
  const at = bucket(ms);
  while (pass.histogram.length <= at) pass.histogram.push(0);
  pass.histogram[at] = (pass.histogram[at] ?? 0) + 1;
};

/** Collects when tasks completed and when each round began. */
const newAxis = ({ createdAt: from, finishedAt, round, roundAt }: PackageRow, now: number) => {
  const bins = timeBins(from);
  const began = new Map<number, number>(roundAt === undefined ? [] : [[round, roundAt]]);
  return {
    add(receipt: Receipt, of: number): void {
      const { at } = receipt;
      if (at === undefined) return;
      bins.add({ ...receipt, at });
      began.set(of, Math.min(at, began.get(of) ?? at));
    },
    read: () => ({
      from,
      to: finishedAt ?? now,
      ...bins.read(finishedAt ?? now),
      rounds: [...began]
        .filter(([of]) => of > 1)
        .sort(([a], [b]) => a - b)
        .map(([of, at]) => ({ round: of, at })),
    }),
  };
};

export const readActivity = async ({ cloud, progress, cost }: Deps, row: PackageRow): Promise<Activity> => {
  const passes = new Map<string, PassActivity>();
  const axis = newAxis(row, cloud.clock.now());
  let components = 0;
  let partial = false;
  for (let round = 1; round <= row.round && !partial; round += 1)
    for await (const { plan, receipts } of cloud.tally.components(row.id, round)) {
      if (components >= READ_LIMIT) {
        partial = true;
        break;
      }
      components += 1;
      plan?.tasks.forEach((task, child) => {
        const receipt = receipts.get(child);
        const pass = passes.get(task.pass) ?? newPass(task.pass);
        passes.set(task.pass, pass);
        addTask(pass, task, receipt);
        if (receipt) axis.add(receipt, round);
      });
    }
  const settledTasks = (pass: PassActivity): number =>
    outcomes.reduce((sum, outcome) => sum + pass.outcomes[outcome], 0);
  const sorted = [...passes.values()].sort(
    (a, b) => b.ms - a.ms || settledTasks(b) - settledTasks(a) || (a.pass < b.pass ? -1 : 1),
  );
  return { partial, passes: sorted, axis: axis.read(), cost: await cost(row, await progress(row)) };
};
