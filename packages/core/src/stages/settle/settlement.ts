import { fromMetadata, toMetadata } from "../../component-metadata.ts";
import { keys } from "../../ids.ts";
import { hasFailure } from "../../outcome.ts";
import type { Lane } from "../../plan.ts";
import { ready } from "../../plan.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { type Climb, type Slot, settleTask, slotOf, type TaskEnd } from "../../tally/settle.ts";
import { sendAggregate, sendTasks } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";

/**
 * Tasks that come after `child` and wait for nothing else; and all that are to be skipped, after whichever task: who
 * began to skip a chain may have died in the middle of it.
 */
const released = (node: TallyNode, child: number): { run: number[]; skip: number[] } => {
  if (!node.plan) return { run: [], skip: [] };
  const tasks = node.plan.tasks;
  const waitedFor = (task: number) => tasks[task]?.after.includes(child) ?? false;
  const { run, skip } = ready(node.plan, node.receipts);
  return { run: run.filter(waitedFor), skip };
};

/**
 * Settles a task and does all that follows from it; what comes after it takes the lane that its end `promotes` it into, if
 * any (a repair after a crash takes the plan's: a lane is a matter of time, never of outcome). Every stage ends a task through here, and calling it again for a
 * settled task repeats what follows: that repairs a crash between the settlement and its consequences.
 */
export const conclude = async (
  pipeline: Pipeline,
  slot: Slot,
  task: number,
  end: TaskEnd & { promotes?: Lane },
): Promise<{ first: boolean; node: TallyNode }> => {
  const { first, node, climb } = await settleTask(pipeline.cloud.tally, slot, task, end);
  await follow(pipeline, [{ node, child: task, ...(end.promotes ? { lane: end.promotes } : {}) }], climb);
  return { first, node };
};

/** What follows from settled tasks and from the climb after them: tasks to dispatch or skip, component states, completion. */
export const follow = async (
  pipeline: Pipeline,
  settled: readonly { node: TallyNode; child: number; lane?: Lane }[],
  climb: Climb,
): Promise<void> => {
  const todo: { node: TallyNode; child: number; lane?: Lane }[] = [...settled, ...climb.resumed];
  const full = [...climb.components];
  const dispatch: { node: TallyNode; children: number[]; lane?: Lane }[] = [];
  const groups = [...climb.groups];
  let root = climb.root;
  for (let next = todo.shift(); next; next = todo.shift()) {
    const { run, skip } = released(next.node, next.child);
    if (run.length > 0) dispatch.push({ node: next.node, children: run, ...(next.lane ? { lane: next.lane } : {}) });
    for (const child of skip) {
      const skipped = await settleTask(pipeline.cloud.tally, slotOf(next.node.key), child, {
        outcome: "skipped",
        receipt: { at: pipeline.cloud.clock.now() },
      });
      todo.push({ node: skipped.node, child }, ...skipped.climb.resumed);
      full.push(...skipped.climb.components);
      groups.push(...skipped.climb.groups);
      root ??= skipped.climb.root;
    }
  }
  await sendTasks(pipeline, dispatch);
  await pipeline.summarise?.(groups, pipeline.cloud);
  if (root) await sendAggregate(pipeline, root.key.packageId, root.key.round);
  await Promise.all(full.map((node) => markSettled(pipeline, node)));
};

/** Writes the component's final state on its object; metadata may lag behind the tree, and never contradicts it. */
const markSettled = async ({ cloud }: Pipeline, node: TallyNode): Promise<void> => {
  if (!node.plan) return;
  const key = keys.component(node.key.packageId, node.plan.component);
  const info = await cloud.objects.head(key);
  if (!info) return;
  const { facts, state } = fromMetadata(info.metadata);
  const next = hasFailure(node.totals) ? "failed" : "settled";
  if (state !== next) await cloud.objects.setMetadata(key, toMetadata(facts, next, info.metadata.plan));
};
