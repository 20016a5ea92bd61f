import {
  climb,
  type NodeKey,
  seal,
  settleTask,
  slotKey,
  type TallyNode,
  type TallyStore,
} from "@torrent/core/unstable";
import { type ModelNode, nodeOf, type Write } from "./tree-state.ts";

/** A message of the model, and what its consumer does with the real code of the tally tree. */
export type Message =
  | { kind: "seal"; components: number }
  | { kind: "plan"; slot: number; tasks: number }
  | { kind: "task"; slot: number; task: number };

/** One answer that a consumer got. */
export interface Answer {
  first: boolean;
  node: ModelNode;
}

export type Step = { write: Write } | { done: true; complete: boolean };

const place = { packageId: "p", round: 1, tree: "" };

const consume = async (store: TallyStore, message: Message): Promise<boolean> => {
  if (message.kind === "seal") return (await seal(store, place, message.components)).root !== undefined;
  const slot = { ...place, slot: message.slot };
  if (message.kind === "task") {
    const { climb: passed } = await settleTask(store, slot, message.task, { outcome: "succeeded", receipt: {} });
    return passed.root !== undefined;
  }
  const node = await store.expect(slotKey(slot), { expected: message.tasks });
  return (await climb(store, node)).root !== undefined;
};

/**
 * What a consumer does next, given the answers that it got so far. It runs the real code from its start on these
 * answers: its place is a function of them, so that a state of the model needs to hold nothing else of it.
 */
export const nextStep = (message: Message, answers: readonly Answer[]): Promise<Step> =>
  new Promise((resolve, reject) => {
    let made = 0;
    const ask = async (write: Write, key: NodeKey): Promise<{ first: boolean; node: TallyNode }> => {
      const answer = answers[made++];
      if (answer) return { first: answer.first, node: nodeOf(key, answer.node) };
      resolve({ write });
      return new Promise(() => {});
    };
    const none = (): never => {
      throw new Error("The settlement protocol reads nothing: its writes answer with all that it needs");
    };
    const store: TallyStore = {
      settle: (key, settlement) => ask({ kind: "settle", key, settlement }, key),
      expect: async (key, expectation) => (await ask({ kind: "expect", key, expectation }, key)).node,
      read: none,
      level: none,
      components: none,
      groups: none,
    };
    consume(store, message).then((complete) => resolve({ done: true, complete }), reject);
  });
