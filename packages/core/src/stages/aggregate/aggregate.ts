import type { Reducer } from "../../choreography/define-reducer.ts";
import { resolved } from "../../choreography/lazy.ts";
import { costOf } from "../../cost/prices.ts";
import { readUsage } from "../../cost/usage.ts";
import { failureOf, isTerminal, TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { AggregateMessage } from "../../messages.ts";
import type { Cloud } from "../../ports/cloud.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import { addUp } from "../../reduce/add-up.ts";
import { finishRound, totalsOf } from "../../reduce/finish-round.ts";
import type { Fold } from "../../reduce/fold.ts";
import type { PackageOutcome } from "../../reduce/outcome-document.ts";
import { isFull } from "../../tally/settle.ts";
import { height } from "../../tally/shape.ts";
import { announceEnd, endPackage } from "../complete/announce.ts";
import { sendAggregate } from "../messaging/send.ts";
import { noteAttempt, readAttempts, type TaskAddress } from "../perform/attempts.ts";
import type { Aggregating } from "../pipeline.ts";
import { byteChannel } from "./byte-channel.ts";
import { type AggregationLease, secondsLeft, takeLease, whileLeased } from "./lease.ts";

/** Is the root of the round's own tree full? A completion message is believed only if it is. */
export const isComplete = async (cloud: Cloud, row: PackageRow): Promise<boolean> => {
  if (row.slots === undefined) return false;
  const level = height(row.slots);
  const root = await cloud.tally.read({ packageId: row.id, round: row.round, tree: "", level, index: 0 });
  return root?.root === true && isFull(root);
};

/**
 * Reduces, scores and writes the outcome of a complete round, once: whoever moves the package to `aggregating` holds a lease and
 * renews it. A repeated message finds the round ended, and announces the end again if that was lost; or comes again when the
 * lease ends: as a message of its own, so that waiting uses up no receives.
 */
export const aggregate = async (
  pipeline: Aggregating,
  message: AggregateMessage,
): Promise<PackageOutcome | undefined> => {
  const { cloud } = pipeline;
  const { packageId, round } = message;
  const row = await cloud.packages.read(packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${packageId}`);
  if (row.round !== round) return undefined;
  if (isTerminalState(row.state)) {
    await announceEnd(pipeline, row);
    return undefined;
  }
  if (!(await isComplete(cloud, row))) {
    cloud.log("warn", "completion-not-believed", { packageId, round });
    return undefined;
  }
  const claim = await takeLease(cloud, packageId, round);
  if (claim && "taken" in claim)
    return whileLeased(cloud, claim.taken, (lost) => finishOrFail(pipeline, claim.taken, lost));
  if (claim?.held.round !== round) return undefined;
  // The process that ended it may die before it has notified everyone, and this may be its message again.
  if (isTerminalState(claim.held.state)) await announceEnd(pipeline, claim.held);
  else await sendAggregate(pipeline, packageId, round, { delaySeconds: secondsLeft(cloud, claim.held) });
  return undefined;
};

/** Adds the round up; the reducer's lines pass into their file while that goes on. */
const addUpWithLines = async (
  pipeline: Aggregating,
  row: PackageRow,
  reducer: Reducer | undefined,
  startedAt: number,
): Promise<Fold> => {
  const { lines } = reducer ?? {};
  if (!lines) return addUp(pipeline, row, async () => {});
  const { cloud, priority: priorityTable } = pipeline;
  const channel = byteChannel();
  const { file, contentType } = lines;
  const written = cloud.objects.put(keys.resultFile(row.id, row.round, file), channel.stream(), { contentType });
  // If the put fails first, the builder must not wait for its reader forever.
  written.catch((error: unknown) => channel.fail(error));
  const transform = lines.transform?.({ row, priorityTable, startedAt }) ?? ((bytes: Uint8Array) => bytes);
  const fold = await addUp(pipeline, row, (bytes) => channel.push(transform(bytes))).finally(channel.end);
  await written;
  return fold;
};

/** A terminal error ends the round as failed, with its reason; any other is noted, so that BURY can quote it, and thrown. */
const finishOrFail = async (
  pipeline: Aggregating,
  lease: AggregationLease,
  lost: AbortSignal,
): Promise<PackageOutcome | undefined> => {
  const { cloud } = pipeline;
  const { id, round } = lease.row;
  try {
    return await finish(pipeline, lease, lost);
  } catch (error) {
    if (lost.aborted) throw error;
    if (!isTerminal(error)) {
      const address = aggregationNote({ packageId: id, round });
      const earlier = await readAttempts(cloud, address).catch(() => undefined);
      await noteAttempt(cloud, address, (earlier?.count ?? 0) + 1, error);
      throw error;
    }
    const guard = { from: ["aggregating" as const], round, lease: { owner: lease.owner, now: 0 } };
    await endPackage(pipeline, id, guard, { state: "failed", error: failureOf(error) });
    return undefined;
  }
};

/** Where failed aggregations of a round are noted: apart from its tasks. */
export const aggregationNote = ({ packageId, round }: { packageId: string; round: number }): TaskAddress => ({
  packageId: `${packageId}.aggregate`,
  round,
  tree: "",
  slot: 0,
  task: 0,
});

const finish = async (
  pipeline: Aggregating,
  { row, owner }: AggregationLease,
  lost: AbortSignal,
): Promise<PackageOutcome | undefined> => {
  const { cloud } = pipeline;
  const startedAt = cloud.clock.now();
  const reducer = pipeline.reduce && (await resolved(pipeline.reduce));
  const fold = await addUpWithLines(pipeline, row, reducer, startedAt);
  if (lost.aborted) return undefined;
  const finishedAt = cloud.clock.now();
  const cost = costOf(await readUsage(cloud.tally, row), pipeline.topology);
  const outcome = await finishRound(pipeline, row, fold, reducer, { startedAt, finishedAt }, cost);
  const body = new TextEncoder().encode(`${JSON.stringify(outcome, null, 1)}\n`);
  await cloud.objects.put(keys.outcome(row.id, row.round), body, { contentType: "application/json" });
  const { table: _, ...priority } = outcome.priority;
  const ended = await endPackage(
    pipeline,
    row.id,
    { from: ["aggregating"], round: row.round, lease: { owner, now: 0 } },
    { state: outcome.status, revision: row.round, priority, totals: totalsOf(fold.sum), finishedAt },
  );
  return ended?.done ? outcome : undefined;
};
