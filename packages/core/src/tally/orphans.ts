import type { Receipt, TallyNode } from "../ports/tally-store.ts";

/**
 * Subtrees of one round whose task ended without them: it was expired, cancelled or given up while they were at work.
 * Nothing waits for these any more, and what they still settle may come after the report.
 */
export const orphans = (nodes: readonly Pick<TallyNode, "key" | "receipts">[]): ReadonlySet<string> => {
  const openers = new Map<string, Receipt>();
  for (const { key, receipts } of nodes)
    for (const [child, receipt] of receipts)
      openers.set(`${key.tree === "" ? "" : `${key.tree}.`}${key.index}.${child}`, receipt);
  const isOrphan = (tree: string): boolean => {
    if (tree === "") return false;
    const outcome = openers.get(tree)?.outcome;
    return outcome !== "succeeded" || isOrphan(tree.split(".").slice(0, -2).join("."));
  };
  return new Set([...new Set(nodes.map(({ key }) => key.tree))].filter(isOrphan));
};
