import type { Pass } from "../../choreography/define-pass.ts";
import { fromMetadata } from "../../component-metadata.ts";
import { failureOf, isTerminal, TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { TaskMessage } from "../../messages.ts";
import type { Lane, Plan } from "../../plan.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { countsOf } from "../../results/output-facts.ts";
import { resultInput, upstreamKey, upstreamOf } from "../../results/result-key.ts";
import { type Result, readResult } from "../../results/stored-result.ts";
import { climb, slotKey, type TaskEnd } from "../../tally/settle.ts";
import type { Performing } from "../pipeline.ts";
import { promotedLane } from "../settle/lane.ts";
import { conclude, follow } from "../settle/settlement.ts";
import { logFailed, noteAttempt } from "./attempts.ts";
import { isGrown, openSubtree } from "./growth.ts";
import { runPass } from "./run-pass.ts";

export interface Delivery {
  /** Receive count of the message: 1 at the first delivery. */
  attempt: number;
  /** Aborted when the time of the function or the worker is up. */
  signal: AbortSignal;
}

/**
 * Runs one task to its end: work, result, settlement, in this order; the caller acknowledges afterwards. Returns when
 * the task is settled, by this call or an earlier one. Throws for what a retry could change.
 */
export const perform = async (pipeline: Performing, message: TaskMessage, delivery: Delivery): Promise<void> => {
  const { cloud } = pipeline;
  const node = await cloud.tally.read(slotKey(message));
  const plan = node?.plan;
  if (!node || !plan?.tasks[message.task])
    throw new TerminalError(
      "unknown-task",
      `The plan of ${message.packageId}/${message.component} has no task ${message.task}`,
    );
  if (node.receipts.has(message.task)) {
    await follow(pipeline, [{ node, child: message.task }], await climb(cloud.tally, node));
    return;
  }
  const { end, grew } = await attempt(pipeline, message, node, plan, delivery);
  // A task that handed out components is settled by the root of their subtree.
  if (grew > 0) await openSubtree(pipeline, message, grew, { ...end.receipt, outcome: end.outcome });
  else await conclude(pipeline, message, message.task, end);
};

/** A terminal error is an outcome; any other is noted, so that BURY can quote it, and thrown. */
const attempt = async (
  pipeline: Performing,
  message: TaskMessage,
  node: TallyNode,
  plan: Plan,
  delivery: Delivery,
): Promise<{ end: TaskEnd & { promotes?: Lane }; grew: number }> => {
  const { clock } = pipeline.cloud;
  const started = clock.now();
  const receipt = () => ({ at: clock.now(), ms: clock.now() - started, attempts: delivery.attempt });
  try {
    const { input, pass, result } = await resultOf(pipeline, message, node, plan, delivery);
    const counts = countsOf(pipeline, pass, result.output);
    const promotes = promotedLane(plan, pass, result.output, pipeline.priority);
    const end = { outcome: "succeeded" as const, receipt: { ...receipt(), input, version: pass.version }, counts };
    return { end: promotes ? { ...end, promotes } : end, grew: result.grew ?? 0 };
  } catch (error) {
    if (isTerminal(error)) {
      logFailed(pipeline.cloud, message, delivery.attempt, error);
      return { end: { outcome: "failed", receipt: { ...receipt(), error: failureOf(error) } }, grew: 0 };
    }
    await noteAttempt(pipeline.cloud, message, delivery.attempt, error);
    throw error;
  }
};

const resultOf = async (
  pipeline: Performing,
  message: TaskMessage,
  node: TallyNode,
  plan: Plan,
  { attempt, signal }: Delivery,
): Promise<{ input: string; pass: Pass; result: Result }> => {
  const { objects } = pipeline.cloud;
  const pass = pipeline.passes.get(message.pass);
  if (!pass) throw new TerminalError("unknown-pass", `This deployment has no pass "${message.pass}"`);
  const info = await objects.head(keys.component(message.packageId, message.component));
  if (!info) throw new TerminalError("missing-component", `Component ${message.component} has no object`);
  const { facts: component } = fromMetadata(info.metadata);
  const upstream = upstreamOf(plan, node, message.task);
  const occasion = { packageId: message.packageId, ref: message.component, round: message.round, attempt };
  const input = resultInput(component, pass, upstream.map(upstreamKey), occasion);
  const known = await readResult(objects, pass, input);
  // A result that handed out components is whole only together with them, and they belong to one package.
  const { grew } = known.ok ? known.result : {};
  if (known.ok && (grew === undefined || (await isGrown(pipeline.cloud, message, grew))))
    return { input, pass, result: known.result };
  const occurrence = { message, pass, component, key: info.key, upstream, input, attempt, signal };
  return { input, pass, result: await runPass(pipeline, occurrence) };
};
