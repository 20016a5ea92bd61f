import { fromMetadata, toMetadata } from "../../component-metadata.ts";
import { type Failure, failureOf, isTerminal, TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { ClassifyMessage } from "../../messages.ts";
import { type Plan, ready, unplanned } from "../../plan.ts";
import { isTerminalState } from "../../ports/package-store.ts";
import { waitingFactor } from "../../priority/score.ts";
import { climb, slotKey } from "../../tally/settle.ts";
import { sendTasks } from "../messaging/send.ts";
import type { Planning } from "../pipeline.ts";
import { conclude, follow } from "../settle/settlement.ts";
import { planFor } from "./plan-for.ts";

const summary = (plan: Plan): string => plan.tasks.map((task) => `${task.pass}@${task.version}`).join(" ");

/**
 * Decides what a component goes through, writes that down once, and dispatches what waits for nothing. A repeated
 * message finds the plan as it was first written and sends again what is not settled.
 */
export const classify = async (pipeline: Planning, message: ClassifyMessage): Promise<void> => {
  const { cloud, priority } = pipeline;
  const { packageId, round, component } = message;
  const row = await cloud.packages.read(packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${packageId}`);
  if (isTerminalState(row.state) || row.round !== round) return;
  const key = keys.component(packageId, component);
  const info = await cloud.objects.head(key);
  if (!info) throw new TerminalError("missing-component", `Component ${component} has no object`);
  const { facts, state } = fromMetadata(info.metadata);

  const waited = waitingFactor(cloud.clock.now() - row.createdAt, priority);
  const { plan, refused } = planned(component, () => planFor(component, facts, pipeline, [...row.declared, waited]));
  const node = await cloud.tally.expect(slotKey(message), { expected: plan.tasks.length, plan });
  const settledPlan = node.plan ?? plan;
  if (state === "pending") await cloud.objects.setMetadata(key, toMetadata(facts, "planned", summary(settledPlan)));

  await follow(pipeline, [], await climb(cloud.tally, node));
  const { run } = ready(settledPlan, node.receipts);
  const defectOf = (child: number): Failure | undefined => settledPlan.tasks[child]?.defect ?? refused;
  const broken = run.filter((child) => defectOf(child));
  await sendTasks(pipeline, [{ node, children: run.filter((child) => !broken.includes(child)) }]);
  for (const child of broken) {
    const error = defectOf(child);
    await conclude(pipeline, message, child, { outcome: "failed", receipt: { at: cloud.clock.now(), ms: 0, error } });
  }
};

/** A component that cannot be planned becomes one failed task, the classification: no retry would plan it. */
const planned = (component: string, plan: () => Plan): { plan: Plan; refused?: Failure } => {
  try {
    return { plan: plan() };
  } catch (error) {
    if (!isTerminal(error)) throw error;
    return { plan: unplanned(component), refused: failureOf(error) };
  }
};
