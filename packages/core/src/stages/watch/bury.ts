import * as z from "zod/mini";
import { type Failure, failureOf, RetryLater, TerminalError } from "../../errors.ts";
import { digest, keys } from "../../ids.ts";
import {
  AggregateMessage,
  ClassifyMessage,
  CompleteMessage,
  HeavyMessage,
  IntakeMessage,
  objectKey,
  parseMessage,
  TaskMessage,
} from "../../messages.ts";
import { unplanned } from "../../plan.ts";
import { isTerminalState, openStates } from "../../ports/package-store.ts";
import { slotKey } from "../../tally/settle.ts";
import type { QueueName } from "../../topology/topology.ts";
import { aggregationNote } from "../aggregate/aggregate.ts";
import { secondsLeft } from "../aggregate/lease.ts";
import { announceEnd, endPackage } from "../complete/announce.ts";
import { noteOf, settleDelivery } from "../complete/complete.ts";
import { completionKey } from "../complete/completion-node.ts";
import { packageOf, reject } from "../intake/intake.ts";
import { readAttempts } from "../perform/attempts.ts";
import { isOpened } from "../perform/growth.ts";
import type { Pipeline } from "../pipeline.ts";
import { conclude } from "../settle/settlement.ts";

/** What is kept of a dead letter, under `dead-letters/`: the whole message and what became of it. */
export const DeadLetter = z.object({
  v: z.literal(1),
  queue: z.string(),
  id: z.string(),
  body: z.string(),
  receiveCount: z.number(),
  sentAt: z.number(),
  buriedAt: z.number(),
  /**
   * What was settled by it; `nothing` where the message names no work, or its package has ended; `subtree` where the
   * task's components are at work already, and settle it.
   */
  settled: z.enum(["package", "component", "task", "subtree", "round", "delivery", "nothing"]),
  packageId: z.optional(z.string()),
  first: z.optional(z.object({ kind: z.string(), message: z.string() })),
  last: z.object({ kind: z.string(), message: z.string() }),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export interface Buried {
  queue: QueueName;
  body: string;
  receiveCount: number;
  sentAt: number;
}

type Settled = Pick<DeadLetter, "settled" | "packageId" | "first" | "last">;

/** How often it was delivered before it died; a dead-letter queue counts its own receives. */
const deliveries = ({ topology }: Pipeline, { queue }: Buried): number => topology.queues[queue].maxReceives;

const died = (pipeline: Pipeline, letter: Buried): Failure => ({
  kind: "dead-letter",
  message: `Gave up after ${deliveries(pipeline, letter)} deliveries from ${letter.queue}; no error was reported (out of memory, out of time, or a killed process)`,
});

/**
 * A dead letter becomes a settled, failed piece of work, so that nothing waits for it; and it is kept, whatever it was.
 */
export const bury = async (pipeline: Pipeline, letter: Buried): Promise<DeadLetter> => {
  const settled = await settleLetter(pipeline, letter).catch((error: unknown): Settled => {
    if (!(error instanceof TerminalError)) throw error;
    // What cannot be read failed the same way each time.
    return { settled: "nothing", first: failureOf(error), last: failureOf(error) };
  });
  const { cloud } = pipeline;
  const id = digest(letter.queue, letter.body).slice(0, 24);
  const record: DeadLetter = { v: 1, id, ...letter, buriedAt: cloud.clock.now(), ...settled };
  await cloud.objects.put(keys.deadLetter(letter.queue, id), new TextEncoder().encode(JSON.stringify(record)), {
    contentType: "application/json",
  });
  cloud.log("error", "dead-letter", { queue: letter.queue, id, settled: settled.settled, ...settled.last });
  return record;
};

const settleLetter = async (pipeline: Pipeline, letter: Buried): Promise<Settled> => {
  switch (letter.queue) {
    case "intake":
      return buryIntake(pipeline, letter);
    case "classify":
      return buryClassify(pipeline, letter);
    case "light-urgent":
    case "light-standard":
      return buryTask(pipeline, letter, parseMessage(TaskMessage, letter.body));
    case "heavy-urgent":
    case "heavy-standard":
      return buryHeavy(pipeline, letter);
    case "aggregate":
      return buryAggregate(pipeline, letter, parseMessage(AggregateMessage, letter.body));
    case "complete":
      return buryComplete(pipeline, letter, parseMessage(CompleteMessage, letter.body));
    case "dispatch":
      // Capacity requests carry no work; the next one, or the sweep, asks again.
      return Promise.resolve({ settled: "nothing", last: died(pipeline, letter) });
  }
};

const buryIntake = async (pipeline: Pipeline, letter: Buried): Promise<Settled> => {
  const last = died(pipeline, letter);
  let packageId: string | undefined;
  const message = parseMessage(IntakeMessage, letter.body);
  if ("type" in message) return endRound(pipeline, message, last);
  for (const record of message.Records) {
    const row = await packageOf(pipeline, objectKey(record), record);
    if (!row) continue;
    packageId = row.id;
    // Past intake, what is lost is only the rest of the fan-out, and the sweep sends that again.
    if (row.state === "intake") await reject(pipeline, row.id, last);
  }
  return { settled: packageId ? "package" : "nothing", packageId, last };
};

const buryClassify = async (pipeline: Pipeline, letter: Buried): Promise<Settled> => {
  const { cloud } = pipeline;
  const message = parseMessage(ClassifyMessage, letter.body);
  const last = died(pipeline, letter);
  const { packageId } = message;
  const row = await cloud.packages.read(packageId);
  if (!row || row.round !== message.round || isTerminalState(row.state)) return { settled: "nothing", packageId, last };
  const node = await cloud.tally.expect(slotKey(message), { expected: 1, plan: unplanned(message.component) });
  const unsettled = (node.plan?.tasks ?? []).map((_, child) => child).filter((child) => !node.receipts.has(child));
  for (const child of unsettled)
    await conclude(pipeline, message, child, { outcome: "failed", receipt: { at: cloud.clock.now(), error: last } });
  return { settled: "component", packageId, last };
};

const buryHeavy = async (pipeline: Pipeline, letter: Buried): Promise<Settled> => {
  const message = parseMessage(HeavyMessage, letter.body);
  return message.type === "task" ? buryTask(pipeline, letter, message) : buryAggregate(pipeline, letter, message);
};

const buryTask = async (pipeline: Pipeline, letter: Buried, message: TaskMessage): Promise<Settled> => {
  const { cloud } = pipeline;
  const { packageId } = message;
  const node = await cloud.tally.read(slotKey(message));
  const attempts = await readAttempts(cloud, message);
  const last = attempts?.last ?? died(pipeline, letter);
  if (!node?.plan?.tasks[message.task]) return { settled: "nothing", packageId, last };
  // Its pass has succeeded, and only the sending of its components has not: the sweep sends again what was lost.
  if (!node.receipts.has(message.task) && (await isOpened(pipeline, message)))
    return { settled: "subtree", packageId, first: attempts?.first, last };
  const receipt = {
    at: cloud.clock.now(),
    attempts: deliveries(pipeline, letter),
    error: { kind: last.kind, message: last.message },
  };
  await conclude(pipeline, message, message.task, { outcome: "failed", receipt });
  return { settled: "task", packageId, first: attempts?.first, last };
};

/** Whoever is still at work on the round ends it; a letter of the same message must not end it before. */
const buryAggregate = async (pipeline: Pipeline, letter: Buried, message: AggregateMessage): Promise<Settled> => {
  const { cloud } = pipeline;
  const row = await cloud.packages.read(message.packageId);
  if (row?.state === "aggregating" && row.round === message.round && (row.lease?.until ?? 0) >= cloud.clock.now())
    throw new RetryLater(`${row.id} is being aggregated`, secondsLeft(cloud, row));
  const attempts = await readAttempts(cloud, aggregationNote(message));
  return endRound(pipeline, message, attempts?.last ?? died(pipeline, letter));
};

/** Ends a round that could not be fanned out or aggregated as failed; it can be redriven. */
const endRound = async (
  pipeline: Pipeline,
  { packageId, round }: { packageId: string; round: number },
  last: Failure,
): Promise<Settled> => {
  const patch = { state: "failed" as const, error: { kind: last.kind, message: last.message } };
  const done = await endPackage(pipeline, packageId, { from: openStates, round }, patch);
  // The letter may belong to an aggregation that ended the package and died before it had notified everyone.
  if (done && !done.done) await announceEnd(pipeline, done.row);
  return { settled: done?.done ? "round" : "nothing", packageId, last };
};

/** A delivery that failed has its own outcome, and can be redriven. */
const buryComplete = async (pipeline: Pipeline, letter: Buried, message: CompleteMessage): Promise<Settled> => {
  const { packageId } = message;
  const attempts = await readAttempts(pipeline.cloud, noteOf(message));
  const last = attempts?.last ?? died(pipeline, letter);
  const node = await pipeline.cloud.tally.read(completionKey(message));
  if (!node?.plan?.tasks[message.child]) return { settled: "nothing", packageId, last };
  await settleDelivery(pipeline, message, {
    outcome: "failed",
    at: pipeline.cloud.clock.now(),
    attempts: deliveries(pipeline, letter),
    error: { kind: last.kind, message: last.message },
  });
  return { settled: "delivery", packageId, first: attempts?.first, last };
};
