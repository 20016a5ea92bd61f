import { type Failure, TerminalError } from "../../errors.ts";
import type { RedriveMessage } from "../../messages.ts";
import { isUnplanned } from "../../plan.ts";
import { isTerminalState, type PackageRow, type RedriveSelection } from "../../ports/package-store.ts";
import { climb, seal, slotKey } from "../../tally/settle.ts";
import { isComplete } from "../aggregate/aggregate.ts";
import { announceEnd, announceOpen } from "../complete/announce.ts";
import { sendClassify, sendRedrive, sendTasks } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { follow } from "../settle/settlement.ts";
import { plansOf } from "./round.ts";

export interface Redrive {
  row: PackageRow;
  /** What is (or, in a dry run, would be) run again; results that are still valid are reused, not recomputed. */
  components: number;
  tasks: number;
  /** False in a dry run, and where the package is not at rest or nothing is selected. */
  started: boolean;
  refused?: Failure;
}

/**
 * Opens the next round over the selected tasks. The round's tree holds only these; earlier results stay, and the report
 * that follows is the next revision. A package that is still open is refused: its tasks are not at rest.
 */
export const redrive = async (
  pipeline: Pipeline,
  id: string,
  selection: RedriveSelection,
  options: { dryRun?: boolean } = {},
): Promise<Redrive | undefined> => {
  const { cloud } = pipeline;
  const row = await cloud.packages.read(id);
  if (!row) return undefined;
  const refuse = (kind: string, message: string): Redrive => ({
    row,
    components: 0,
    tasks: 0,
    started: false,
    refused: { kind, message },
  });
  if (!isTerminalState(row.state))
    return refuse("still-open", `The package is ${row.state}; redrive it when it has ended, or cancel it`);
  if (row.state === "rejected")
    return refuse("rejected", "A rejected package has no tasks; correct it and deliver it again");
  if (!(await isComplete(cloud, row)))
    return refuse("not-at-rest", "Its last round is still settling; try again in a moment");
  const plans = await plansOf(pipeline, id, row.round, selection);
  const tasks = plans.reduce((sum, plan) => sum + plan.tasks.length, 0);
  const plain = { row, components: plans.length, tasks, started: false };
  if (options.dryRun) return plain;
  // Without a report, an empty round is of use: it makes the one that was never written.
  if (plans.length === 0 && row.revision === row.round)
    return { ...plain, refused: { kind: "nothing-selected", message: "No task matches the selection" } };
  // The next round must not lose this round's pending notifications.
  await announceEnd(pipeline, row);
  const now = cloud.clock.now();
  const opened = await cloud.packages.transition(
    id,
    { from: [row.state], round: row.round },
    {
      state: "open",
      round: row.round + 1,
      roundAt: now,
      slots: plans.length,
      redrive: selection,
      fannedOut: undefined,
      lease: undefined,
      swept: undefined,
      error: undefined,
      finishedAt: undefined,
      completionGeneration: undefined,
      updatedAt: now,
      deadlineAt: now + pipeline.topology.deadlineHours * 3_600_000,
    },
  );
  if (!opened?.done) return refuse("lost-race", "Another redrive started at the same time; look at its round");
  await sendRedrive(pipeline, id, opened.row.round);
  return { ...plain, row: opened.row, started: true };
};

/** Writes the round's plans, seals its tree and dispatches; repeatable like intake's fan-out, and for the same reason. */
export const fanOutRound = async (pipeline: Pipeline, { packageId, round }: RedriveMessage): Promise<void> => {
  const { cloud } = pipeline;
  const row = await cloud.packages.read(packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${packageId}`);
  if (row.round !== round || row.state !== "open" || row.fannedOut || !row.redrive) return;
  const plans = await plansOf(pipeline, packageId, round - 1, row.redrive);
  await announceOpen(pipeline, row);
  await follow(pipeline, [], await seal(cloud.tally, { packageId, round, tree: "" }, plans.length));
  for (const [slot, plan] of plans.entries()) {
    if (isUnplanned(plan)) {
      await sendClassify(pipeline, packageId, round, [{ tree: "", slot, component: plan.component }]);
      continue;
    }
    const node = await cloud.tally.expect(slotKey({ packageId, round, tree: "", slot }), {
      expected: plan.tasks.length,
      plan,
    });
    await follow(pipeline, [], await climb(cloud.tally, node));
    const first = (node.plan ?? plan).tasks.flatMap((task, child) =>
      task.after.length === 0 && !node.receipts.has(child) ? [child] : [],
    );
    await sendTasks(pipeline, [{ node, children: first }]);
  }
  const patch = { fannedOut: true, updatedAt: cloud.clock.now() };
  await cloud.packages.transition(packageId, { from: ["open", "aggregating"], round }, patch);
};
