import type { NodeKey } from "../ports/tally-store.ts";

/** Children of a node: one item of 100 small numbers stays well under 1 KB, so that settling costs one write unit. */
export const FANOUT = 100;

/** Levels above the components in a tree over `n` of them; its root is node 0 of the last. */
export const height = (n: number): number => {
  let levels = 1;
  for (let covered = FANOUT; covered < n; covered *= FANOUT) levels += 1;
  return levels;
};

/** Nodes of a level in a tree over `n` components; level 0 has `n`. */
export const width = (n: number, level: number): number => {
  let nodes = n;
  for (let l = 0; l < level; l += 1) nodes = Math.ceil(nodes / FANOUT);
  return Math.max(nodes, level === 0 ? 0 : 1);
};

/**
 * What the seal declares: the last node of each level, bottom up, and how many children it has. All other nodes of
 * level ≥ 1 have {@link FANOUT}, whatever `n` is, so that they need no declaration.
 */
export const rightEdge = (n: number): { level: number; index: number; expected: number; root: boolean }[] => {
  const top = height(n);
  return Array.from({ length: top }, (_, below) => {
    const index = width(n, below + 1) - 1;
    return { level: below + 1, index, expected: width(n, below) - index * FANOUT, root: below + 1 === top };
  });
};

/** Names the subtree that a task opens when it hands out components. */
export const subtree = (tree: string, slot: number, task: number): string =>
  tree === "" ? `${slot}.${task}` : `${tree}.${slot}.${task}`;

/** How many tasks deep a tree hangs below the package's own. */
export const growthDepth = (tree: string): number => (tree === "" ? 0 : tree.split(".").length / 2);

/** Where a full node settles: its parent, or the task that opened its tree; nowhere for the root of the package's own. */
export const parent = (key: NodeKey, isRoot: boolean): { key: NodeKey; child: number } | undefined => {
  if (!isRoot)
    return {
      key: { ...key, level: key.level + 1, index: Math.floor(key.index / FANOUT) },
      child: key.index % FANOUT,
    };
  if (key.tree === "") return undefined;
  const path = key.tree.split(".").map(Number);
  const child = path.pop() ?? 0;
  const index = path.pop() ?? 0;
  return { key: { ...key, tree: path.join("."), level: 0, index }, child };
};
