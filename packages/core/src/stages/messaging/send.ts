import { digest } from "../../ids.ts";
import type {
  AggregateMessage,
  CapacityMessage,
  ClassifyMessage,
  CompleteMessage,
  RedriveMessage,
  TaskMessage,
} from "../../messages.ts";
import { objectCreated } from "../../object-created.ts";
import type { Lane, PlannedTask } from "../../plan.ts";
import type { OutgoingMessage } from "../../ports/message-queue.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { isHeavy, type QueueName, taskQueue } from "../../topology/topology.ts";
import type { Announcement } from "../complete/completion-node.ts";
import type { Pipeline } from "../pipeline.ts";
import { childTrace, traceOf } from "./trace.ts";

const outgoing = (message: { packageId: string }): OutgoingMessage => ({
  body: JSON.stringify(message),
  group: message.packageId,
});

export interface ClassifyTarget {
  tree: string;
  slot: number;
  component: string;
}

/** One classify message per component. */
export const sendClassify = async (
  { cloud }: Pipeline,
  packageId: string,
  round: number,
  targets: readonly ClassifyTarget[],
): Promise<void> => {
  const trace = traceOf(packageId, round);
  const messages = targets.map((target): ClassifyMessage => {
    const traceparent = childTrace(trace, target.tree, String(target.slot));
    return { type: "classify", v: 1, packageId, round, traceparent, ...target };
  });
  await cloud.queues.send("classify", messages.map(outgoing));
};

/**
 * One message per task, on the queue of its route and lane; then, if any is heavy, a capacity request. `lane` stands in
 * for the plan's where results have changed what is known.
 */
export const sendTasks = async (
  { cloud }: Pipeline,
  ready: readonly { node: TallyNode; children: readonly number[]; lane?: Lane }[],
): Promise<void> => {
  const byQueue = new Map<string, OutgoingMessage[]>();
  let heavy: TaskMessage | undefined;
  for (const { node, children, lane } of ready) {
    for (const child of children) {
      const task = node.plan?.tasks[child];
      if (!task) continue;
      const message = taskMessage(node, child, task);
      const queue = taskQueue(task.route, lane ?? task.lane);
      byQueue.set(queue, [...(byQueue.get(queue) ?? []), outgoing(message)]);
      if (task.route === "worker") heavy = message;
    }
  }
  for (const [queue, messages] of byQueue) await cloud.queues.send(queue, messages);
  if (heavy) await requestCapacity(cloud, heavy.traceparent);
};

const taskMessage = (node: TallyNode, child: number, task: PlannedTask): TaskMessage => {
  const { packageId, round, tree, index: slot } = node.key;
  const traceparent = childTrace(traceOf(packageId, round), tree, String(slot), String(child));
  const component = node.plan?.component ?? String(slot);
  return { type: "task", v: 1, packageId, round, traceparent, tree, slot, component, task: child, pass: task.pass };
};

/** Tokens of capacity requests change with the period, so that what the sweep sends again an hour later may launch. */
const TOKEN_PERIOD_MS = 600_000;

/** The trace names the request: the same one again launches nothing twice. */
export const requestCapacity = (cloud: Pipeline["cloud"], traceparent: string): Promise<void> => {
  const period = String(Math.floor(cloud.clock.now() / TOKEN_PERIOD_MS));
  const message: CapacityMessage = {
    type: "capacity",
    v: 1,
    traceparent,
    token: digest("capacity", traceparent, period),
  };
  return cloud.queues.send("dispatch", [{ body: JSON.stringify(message) }]);
};

/** The event of an inbox object, as S3 would send it. */
export const sendEvent = async (
  cloud: Pipeline["cloud"],
  { key, bytes, version }: { key: string; bytes: number; version: string },
): Promise<void> => {
  const event = { key, bytes, etag: version, modifiedAt: cloud.clock.now() };
  await cloud.queues.send("intake", [{ body: objectCreated(cloud.objects.bucket, event) }]);
};

export const sendRedrive = async ({ cloud }: Pipeline, packageId: string, round: number): Promise<void> => {
  const message: RedriveMessage = { type: "redrive", v: 1, packageId, round, traceparent: traceOf(packageId, round) };
  await cloud.queues.send("intake", [outgoing(message)]);
};

/** The completion message; from the queue of a worker only where `queue` says so, and then with a capacity request. */
export const sendAggregate = async (
  { cloud }: Pipeline,
  packageId: string,
  round: number,
  { queue = "aggregate", delaySeconds = 0 }: { queue?: QueueName; delaySeconds?: number } = {},
): Promise<void> => {
  const traceparent = childTrace(traceOf(packageId, round), "aggregate");
  const message: AggregateMessage = { type: "aggregate", v: 1, packageId, round, traceparent };
  await cloud.queues.send(queue, [{ ...outgoing(message), ...(delaySeconds ? { delaySeconds } : {}) }]);
  if (isHeavy(queue)) await requestCapacity(cloud, traceparent);
};

/** One message for each subscriber to notify. */
export const sendComplete = async (
  { cloud }: Pipeline,
  { packageId, round, state, generation }: Announcement,
  at: number,
  subscribers: readonly { subscriber: string; child: number }[],
): Promise<void> => {
  const messages = subscribers.map(({ subscriber, child }): CompleteMessage => {
    const traceparent = childTrace(traceOf(packageId, round), "complete", state, subscriber);
    return { type: "complete", v: 1, packageId, round, traceparent, state, at, generation, child, subscriber };
  });
  if (messages.length > 0) await cloud.queues.send("complete", messages.map(outgoing));
};
