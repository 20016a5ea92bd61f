import {
  AggregateMessage,
  ClassifyMessage,
  CompleteMessage,
  completionKey,
  type NodeKey,
  slotKey,
  TaskMessage,
} from "@torrent/core/unstable";
import { z } from "zod";

/** A node of the tally tree, for people and for sets. */
export const nameOf = ({ packageId, round, tree, level, index }: NodeKey): string =>
  `${packageId} r${round} ${tree}/${level}/${index}`;

/** `undefined` for what is damaged, or was never a message. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const Addressed = z.union([TaskMessage, ClassifyMessage]);
const OfPackage = z.object({ packageId: z.string() });

/** Whose package a message is about, and which node; of what names no package, neither. */
export const addressOf = (body: string): { packageId?: string; node: string } => {
  const message = parsed(body);
  const { data } = Addressed.safeParse(message);
  if (data) return { packageId: data.packageId, node: nameOf(slotKey(data)) };
  // Deliveries to subscribers do nothing of the package's own work.
  if (CompleteMessage.safeParse(message).success) return { node: "" };
  const { data: other } = OfPackage.safeParse(message);
  return { ...other, node: "" };
};

/** What a message asks for, the same for each of its deliveries; empty for what asks for nothing that is counted. */
export const workOf = (body: string): string => {
  const message = parsed(body);
  const task = TaskMessage.safeParse(message).data;
  if (task) return `task ${nameOf(slotKey(task))} ${task.task}`;
  const classify = ClassifyMessage.safeParse(message).data;
  if (classify) return `classify ${nameOf(slotKey(classify))}`;
  const aggregate = AggregateMessage.safeParse(message).data;
  if (aggregate) return `aggregate ${aggregate.packageId} ${aggregate.round}`;
  const complete = CompleteMessage.safeParse(message).data;
  return complete ? `complete ${nameOf(completionKey(complete))} ${complete.child}` : "";
};
