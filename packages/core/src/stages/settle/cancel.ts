import type { Failure } from "../../errors.ts";
import type { Outcome } from "../../outcome.ts";
import { isTerminalState, openStates, type PackageRow } from "../../ports/package-store.ts";
import { seal, slotKey, slotOf } from "../../tally/settle.ts";
import { announceEnd, endPackage } from "../complete/announce.ts";
import type { Pipeline } from "../pipeline.ts";
import { plansOfRound } from "../redrive/round.ts";
import { lostClimbs } from "./lost-climbs.ts";
import { conclude, follow } from "./settlement.ts";

/**
 * Settles every task of the current round that is not settled, components that were never planned included. Used by
 * cancel and by the sweep past the deadline; the first outcome of a task stays, so running it while workers run is safe.
 */
export const settleRest = async (
  pipeline: Pipeline,
  row: PackageRow,
  outcome: Extract<Outcome, "cancelled" | "expired">,
  error?: Failure,
): Promise<number> => {
  const { cloud } = pipeline;
  const end = { outcome, receipt: { at: cloud.clock.now(), ...(error ? { error } : {}) } };
  // A round whose fan-out was lost is sealed here: settled and unsealed it would stay open forever.
  if (row.slots !== undefined) {
    const tree = { packageId: row.id, round: row.round, tree: "" };
    await follow(pipeline, [], await seal(cloud.tally, tree, row.slots));
  }
  const planned = new Set<number>();
  const climbIfLost = await lostClimbs(pipeline, row);
  let settled = 0;
  for await (const node of cloud.tally.components(row.id, row.round)) {
    if (node.key.tree === "") planned.add(node.key.index);
    await climbIfLost(node);
    for (let child = 0; child < (node.plan?.tasks.length ?? 0); child += 1) {
      if (node.receipts.has(child)) continue;
      if ((await conclude(pipeline, slotOf(node.key), child, end)).first) settled += 1;
    }
  }
  if (planned.size >= (row.slots ?? 0)) return settled;
  for (const [slot, plan] of (await plansOfRound(pipeline, row)).entries()) {
    if (planned.has(slot)) continue;
    const at = { packageId: row.id, round: row.round, tree: "", slot };
    const node = await cloud.tally.expect(slotKey(at), { expected: plan.tasks.length, plan });
    for (let child = 0; child < (node.plan?.tasks.length ?? 0); child += 1)
      if ((await conclude(pipeline, at, child, end)).first) settled += 1;
  }
  return settled;
};

/** Ends a package at once, then settles what was not done, so that queued tasks find themselves settled and do nothing. */
export const cancel = async (
  pipeline: Pipeline,
  id: string,
): Promise<{ row: PackageRow; cancelled: number } | undefined> => {
  const done = await endPackage(pipeline, id, { from: openStates }, { state: "cancelled" });
  if (!done) return undefined;
  if (!done.done) await announceEnd(pipeline, done.row);
  if (!done.done && isTerminalState(done.row.state) && done.row.state !== "cancelled")
    return { row: done.row, cancelled: 0 };
  return { row: done.row, cancelled: await settleRest(pipeline, done.row, "cancelled") };
};
