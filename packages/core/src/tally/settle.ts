import { addTotals, type Counts, hasFailure, noTotals, type Outcome, type Totals } from "../outcome.ts";
import type { NodeKey, Receipt, TallyNode, TallyStore } from "../ports/tally-store.ts";
import { FANOUT, parent, rightEdge } from "./shape.ts";

/** Where a component's node stands. */
export interface Slot {
  packageId: string;
  round: number;
  tree: string;
  slot: number;
}

/** The node of the component that stands there. */
export const slotKey = ({ packageId, round, tree, slot }: Slot): NodeKey => ({
  packageId,
  round,
  tree,
  level: 0,
  index: slot,
});

export const slotOf = ({ packageId, round, tree, index }: NodeKey): Slot => ({ packageId, round, tree, slot: index });

/** Level 0 is full only once planned; above it, a node that the seal did not name has {@link FANOUT} children. */
export const isFull = (node: TallyNode): boolean =>
  node.settled.size === (node.expected ?? (node.key.level === 0 ? Number.NaN : FANOUT));

/** What a climb passed. */
export interface Climb {
  /** Components that it found full. */
  components: TallyNode[];
  /** Nodes of level 1 that it found full: a hundred components that are settled. */
  groups: TallyNode[];
  /** Tasks that it settled because the subtree that they had opened is complete; `node` is their component's. */
  resumed: { node: TallyNode; child: number }[];
  /** The package's own root, full: the round is complete. */
  root?: TallyNode;
}

export interface TaskEnd {
  outcome: Outcome;
  receipt: Omit<Receipt, "outcome">;
  /** What the task counted, by the names that the choreography declares. */
  counts?: Counts;
}

const totalsOf = (end: TaskEnd): Totals => ({
  ...noTotals(),
  [end.outcome]: 1,
  ms: end.receipt.ms ?? 0,
  counts: end.counts ?? {},
});

/**
 * Settles one task, once; the first outcome is the only one. Then climbs while nodes are full: also when the task was
 * settled before, because its first settler may have died before the climb.
 */
export const settleTask = async (
  store: TallyStore,
  slot: Slot,
  task: number,
  end: TaskEnd,
): Promise<{ first: boolean; node: TallyNode; climb: Climb }> => {
  const totals = totalsOf(end);
  const { first, node } = await store.settle(slotKey(slot), {
    child: task,
    totals,
    failed: hasFailure(totals),
    receipt: { outcome: end.outcome, ...end.receipt },
  });
  return { first, node, climb: await climb(store, node) };
};

/** How a component's tasks were run, from its plan and receipts; what its subtrees add is in the node's totals already. */
const withRuns = ({ plan, receipts, totals }: TallyNode): Totals => {
  const sum = { ...totals };
  for (const [child, { outcome, attempts = 1, ms = 0 }] of receipts) {
    if (attempts > 1) sum.retried += 1;
    if (plan?.tasks[child]?.route !== "worker") continue;
    sum.heavy += 1;
    sum.heavyMs += ms;
    if (hasFailure({ ...noTotals(), [outcome]: 1 })) sum.heavyFailed += 1;
  }
  return sum;
};

/** Settles every full node in its parent, up to the first that is not full. Idempotent. */
export const climb = async (store: TallyStore, from: TallyNode): Promise<Climb> => {
  const passed: Climb = { components: [], groups: [], resumed: [] };
  for (let node = from; isFull(node); ) {
    if (node.key.level === 0) passed.components.push(node);
    if (node.key.level === 1) passed.groups.push(node);
    const isRoot = node.key.level > 0 && node.root === true;
    const up = parent(node.key, isRoot);
    if (!up) return { ...passed, root: node };
    // A subtree's root settles the task that opened it: its components' totals and the task's own.
    const opener = isRoot ? node.opener : undefined;
    const totals = node.key.level === 0 ? withRuns(node) : node.totals;
    const settled = await store.settle(up.key, {
      child: up.child,
      totals: opener ? addTotals(totals, totalsOf({ outcome: opener.outcome, receipt: opener })) : totals,
      failed: node.failed.size > 0,
      ...(opener ? { receipt: opener } : {}),
    });
    if (isRoot) passed.resumed.push({ node: settled.node, child: up.child });
    node = settled.node;
  }
  return passed;
};

/**
 * Declares the number of components of a tree final. Before it nothing can be complete; after it the last settlement
 * completes, or the seal itself does if that was earlier. Idempotent; costs one write per level. `opener` is the end of the
 * task that handed the components out, where the tree is a subtree.
 */
export const seal = async (
  store: TallyStore,
  tree: Pick<NodeKey, "packageId" | "round" | "tree">,
  components: number,
  opener?: Receipt,
): Promise<Climb> => {
  const passed: Climb = { components: [], groups: [], resumed: [] };
  for (const { level, index, expected, root } of rightEdge(components)) {
    const node = await store.expect({ ...tree, level, index }, { expected, ...(root ? { root, opener } : {}) });
    const step = await climb(store, node);
    passed.components.push(...step.components);
    passed.groups.push(...step.groups);
    passed.resumed.push(...step.resumed);
    if (step.root) passed.root = step.root;
  }
  return passed;
};
