import { fromMetadata, toMetadata } from "../../component-metadata.ts";
import { TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { ClassifyMessage } from "../../messages.ts";
import { type Plan, ready } from "../../plan.ts";
import { isTerminalState } from "../../ports/package-store.ts";
import { waitingFactor } from "../../priority/score.ts";
import { climb, slotKey } from "../../tally/settle.ts";
import { sendTasks } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { conclude, follow } from "../settle/settlement.ts";
import { planFor } from "./plan-for.ts";

const summary = (plan: Plan): string => plan.tasks.map((task) => `${task.pass}@${task.version}`).join(" ");

/**
 * Decides what a component goes through, writes that down once, and dispatches what waits for nothing. A repeated
 * message finds the plan as it was first written and sends again what is not settled.
 */
export const classify = async (pipeline: Pipeline, message: ClassifyMessage): Promise<void> => {
  const { cloud, passes, rules, priority, estimates } = pipeline;
  const { packageId, round, component } = message;
  const row = await cloud.packages.read(packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${packageId}`);
  if (isTerminalState(row.state) || row.round !== round) return;
  const key = keys.component(packageId, component);
  const info = await cloud.objects.head(key);
  if (!info) throw new TerminalError("missing-component", `Component ${component} has no object`);
  const { facts, state } = fromMetadata(info.metadata);

  const waited = waitingFactor(cloud.clock.now() - row.createdAt, priority);
  const plan = planFor(component, facts, passes, rules, [...row.declared, waited], priority, estimates);
  const node = await cloud.tally.expect(slotKey(message), { expected: plan.tasks.length, plan });
  const settledPlan = node.plan ?? plan;
  if (state === "pending") await cloud.objects.setMetadata(key, toMetadata(facts, "planned", summary(settledPlan)));

  await follow(pipeline, [], await climb(cloud.tally, node));
  const { run } = ready(settledPlan, node.receipts);
  const broken = run.filter((child) => settledPlan.tasks[child]?.defect);
  await sendTasks(pipeline, [{ node, children: run.filter((child) => !broken.includes(child)) }]);
  for (const child of broken) {
    const error = settledPlan.tasks[child]?.defect;
    await conclude(pipeline, message, child, { outcome: "failed", receipt: { at: cloud.clock.now(), ms: 0, error } });
  }
};
