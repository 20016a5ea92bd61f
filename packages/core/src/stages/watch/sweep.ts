import { failureOf } from "../../errors.ts";
import { settledTasks } from "../../outcome.ts";
import { ready } from "../../plan.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import { progress } from "../../tally/progress.ts";
import { slotOf } from "../../tally/settle.ts";
import { heavyQueues } from "../../topology/topology.ts";
import { isComplete } from "../aggregate/aggregate.ts";
import { announceEnd, endPackage } from "../complete/announce.ts";
import { claimInbox } from "../intake/unclaimed.ts";
import { requestCapacity, sendAggregate, sendClassify, sendEvent, sendRedrive, sendTasks } from "../messaging/send.ts";
import { traceOf } from "../messaging/trace.ts";
import { within } from "../messaging/traced.ts";
import type { Pipeline } from "../pipeline.ts";
import { plansOfRound } from "../redrive/round.ts";
import { settleRest } from "../settle/cancel.ts";
import { lostClimbs } from "../settle/lost-climbs.ts";
import { conclude } from "../settle/settlement.ts";

export interface Swept {
  open: number;
  /** Packages whose lost events were sent again. */
  mended: string[];
  /** Packages past their deadline. */
  expired: string[];
  /** Keys of inbox objects that no package was made of. */
  unclaimed: string[];
}

const HOUR_MS = 3_600_000;
const sweepMs = ({ topology }: Pipeline): number => topology.schedules.sweep.everyMinutes * 60_000;
/** True of one sweep in an hour. */
const isHourly = (pipeline: Pipeline): boolean => {
  const now = pipeline.cloud.clock.now();
  return Math.floor(now / HOUR_MS) !== Math.floor((now - sweepMs(pipeline)) / HOUR_MS);
};

/**
 * Looks at open packages only; finds nothing to do unless an event was lost or a deadline has passed. A package is
 * repaired when nothing of it has moved for `stallSeconds`, longer than any task runs without settling.
 */
export const sweep = async (pipeline: Pipeline): Promise<Swept> => {
  const swept: Swept = { open: 0, mended: [], expired: [], unclaimed: [] };
  let cursor: string | undefined;
  do {
    const page = await pipeline.cloud.packages.open({ limit: 100, ...(cursor ? { cursor } : {}) });
    for (const row of page.packages) {
      swept.open += 1;
      const cloud = within(pipeline.cloud, { packageId: row.id, traceparent: traceOf(row.id, row.round) });
      try {
        const done = await sweepOne({ ...pipeline, cloud }, row);
        if (done) swept[done].push(row.id);
      } catch (error) {
        cloud.log("error", "sweep-failed", { ...failureOf(error) });
      }
    }
    cursor = page.cursor;
  } while (cursor);
  if (swept.open > 0) await askForWorkers(pipeline);
  if (isHourly(pipeline)) swept.unclaimed = await claimInbox(pipeline);
  if (swept.open > 0) pipeline.cloud.log("info", "swept", { ...swept });
  return swept;
};

const sweepOne = async (pipeline: Pipeline, row: PackageRow): Promise<"mended" | "expired" | undefined> => {
  const { cloud } = pipeline;
  const now = cloud.clock.now();
  if (isTerminalState(row.state)) {
    await announceEnd(pipeline, row);
    return "mended";
  }
  const overdue = now > row.deadlineAt;
  if (overdue && row.state === "open") {
    const error = { kind: "deadline", message: "Not settled by the package's deadline" };
    await settleRest(pipeline, row, "expired", error);
    if (await isComplete(cloud, row)) await sendAggregate(pipeline, row.id, row.round);
    return "expired";
  }
  if (!(await isStalled(pipeline, row, now))) return undefined;
  if (overdue && row.state === "intake") {
    const error = { kind: "deadline", message: "Intake did not end before the package's deadline" };
    await endPackage(pipeline, row.id, { from: ["intake"] }, { state: "rejected", error });
    return "expired";
  }
  await mend(pipeline, row);
  return "mended";
};

/** Remembers what it saw on the row, and compares with that the next time. */
const isStalled = async ({ cloud, topology }: Pipeline, row: PackageRow, now: number): Promise<boolean> => {
  const settled = settledTasks((await progress(cloud.tally, row.id, row.round)).totals);
  if (row.swept?.settled === settled && row.swept.at >= row.updatedAt)
    return now - row.swept.at >= topology.stallSeconds * 1000;
  await cloud.packages.transition(row.id, { from: [row.state], round: row.round }, { swept: { settled, at: now } });
  return false;
};

const mend = async (pipeline: Pipeline, row: PackageRow): Promise<void> => {
  const { cloud } = pipeline;
  if (row.round > 1 && !row.fannedOut) return sendRedrive(pipeline, row.id, row.round);
  if (row.state === "intake" || !row.fannedOut) {
    cloud.log("warn", "event-sent-again");
    return sendEvent(cloud, row);
  }
  if (await isComplete(cloud, row)) return sendAggregate(pipeline, row.id, row.round);
  const planned = new Set<number>();
  const climbIfLost = await lostClimbs(pipeline, row);
  for await (const node of cloud.tally.components(row.id, row.round)) {
    if (node.key.tree === "") planned.add(node.key.index);
    await climbIfLost(node);
    if (!node.plan) continue;
    const { run, skip } = ready(node.plan, node.receipts);
    await sendTasks(pipeline, [{ node, children: run }]);
    for (const child of skip)
      await conclude(pipeline, slotOf(node.key), child, { outcome: "skipped", receipt: { at: cloud.clock.now() } });
  }
  if (planned.size < (row.slots ?? 0)) {
    const plans = await plansOfRound(pipeline, row);
    const lost = plans.map(({ component }, slot) => ({ tree: "", slot, component }));
    await sendClassify(
      pipeline,
      row.id,
      row.round,
      lost.filter(({ slot }) => !planned.has(slot)),
    );
  }
  await cloud.packages.transition(
    row.id,
    { from: [row.state], round: row.round },
    { swept: { settled: -1, at: cloud.clock.now() } },
  );
};

/**
 * Workers that died left their messages behind, and the request that launched them is spent. The token changes with
 * every sweep, and not with a repeated one.
 */
const askForWorkers = async (pipeline: Pipeline): Promise<void> => {
  const { cloud } = pipeline;
  const depths = await Promise.all(heavyQueues.map((queue) => cloud.queues.depth(queue)));
  if (depths.every(({ visible, inFlight }) => visible + inFlight === 0)) return;
  const turn = Math.floor(cloud.clock.now() / sweepMs(pipeline));
  await requestCapacity(cloud, traceOf("sweep", turn));
};
