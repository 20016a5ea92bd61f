import { type Expectation, type NodeKey, noTotals, type Settlement, type TallyNode } from "@torrent/core/unstable";

/** One write to the tree. */
export type Write =
  | { kind: "settle"; key: NodeKey; settlement: Settlement }
  | { kind: "expect"; key: NodeKey; expectation: Expectation };

/** A node in the state of the model: small, plain and comparable as text. */
export interface ModelNode {
  settled: number[];
  /** Tasks counted. */
  tasks: number;
  expected?: number;
  root?: boolean;
}

export type Tree = Readonly<Record<string, ModelNode>>;

export const nameOf = ({ level, index }: NodeKey): string => `${level}/${index}`;

/** What the write makes of the tree, as the port's contract has it, and the answer to whoever made it. */
export const write = (tree: Tree, made: Write): { tree: Tree; first: boolean } => {
  const name = nameOf(made.key);
  const old = tree[name] ?? { settled: [], tasks: 0 };
  if (made.kind === "expect") {
    if (old.expected !== undefined) return { tree, first: false };
    const { expected, root } = made.expectation;
    return { tree: { ...tree, [name]: { ...old, expected, ...(root ? { root } : {}) } }, first: true };
  }
  const { child, totals } = made.settlement;
  if (old.settled.includes(child)) return { tree, first: false };
  const settled = [...old.settled, child].sort((a, b) => a - b);
  return { tree: { ...tree, [name]: { ...old, settled, tasks: old.tasks + totals.succeeded } }, first: true };
};

export const nodeOf = (key: NodeKey, { settled, tasks, expected, root }: ModelNode): TallyNode => ({
  key,
  settled: new Set(settled),
  failed: new Set(),
  totals: { ...noTotals(), succeeded: tasks },
  receipts: new Map(),
  ...(expected === undefined ? {} : { expected }),
  ...(root ? { root } : {}),
});
