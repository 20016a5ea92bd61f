import { height, type PackageRow, type Receipt, settledTasks, type TallyNode } from "@torrent/core/unstable";
import { collect } from "../collect.ts";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";

/** Every component node of a round. */
export const nodesOf = (world: World, row: PackageRow, round: number): Promise<TallyNode[]> =>
  collect(world.cloud.tally.components(row.id, round));

/**
 * Subtrees whose task ended without them: it was expired, cancelled or buried while they were at work. Nothing waits for
 * these, so nothing demands that they are whole.
 */
export const orphans = (nodes: readonly TallyNode[]): Set<string> => {
  const receipts = new Map<string, Receipt>();
  for (const { key, receipts: own } of nodes)
    for (const [child, receipt] of own)
      receipts.set(`${key.tree === "" ? "" : `${key.tree}.`}${key.index}.${child}`, receipt);
  const isOrphan = (tree: string): boolean => {
    if (tree === "") return false;
    return receipts.get(tree)?.outcome !== "succeeded" || isOrphan(tree.split(".").slice(0, -2).join("."));
  };
  return new Set(nodes.map(({ key }) => key.tree).filter(isOrphan));
};

/** settled ∪ missing = expected in every node, and every sum is the sum of what is below it. */
export const checkTree = async (
  world: World,
  row: PackageRow,
  round: number,
  slots: number,
  say: Say,
): Promise<void> => {
  const name = `${row.name} round ${round}`;
  const nodes = await nodesOf(world, row, round);
  const orphaned = orphans(nodes);
  const whole = nodes.filter(({ key }) => !orphaned.has(key.tree));
  for (const node of whole) checkComponent(`${name} slot ${node.key.tree}/${node.key.index}`, node, say);
  const root = await world.cloud.tally.read({ packageId: row.id, round, tree: "", level: height(slots), index: 0 });
  if (!root) return say("I2", `${name} has no root`);
  const tasks = whole.reduce((sum, { receipts }) => sum + receipts.size, 0);
  if (settledTasks(root.totals) !== tasks)
    say("I2", `${name}: the root counts ${settledTasks(root.totals)} tasks of ${tasks}`);
  for (let level = 1; level <= height(slots); level++) await checkLevel(world, row, round, level, say);
};

const checkComponent = (at: string, { plan, settled, receipts }: TallyNode, say: Say): void => {
  const length = plan?.tasks.length;
  if (length === undefined) say("I2", `${at} has no plan`);
  else if (settled.size !== length || receipts.size !== length)
    say("I2", `${at}: ${settled.size} of ${length} tasks are settled, with ${receipts.size} receipts`);
};

const checkLevel = async (world: World, row: PackageRow, round: number, level: number, say: Say): Promise<void> => {
  const { tally } = world.cloud;
  for await (const node of tally.level({ packageId: row.id, round, tree: "", level })) {
    const at = `${row.name} round ${round} node ${level}/${node.key.index}`;
    const expected = node.expected ?? 100;
    if (node.settled.size !== expected) say("I2", `${at}: ${node.settled.size} of ${expected} children are settled`);
    let below = 0;
    for (const child of node.settled) {
      const found = await tally.read({ ...node.key, level: level - 1, index: node.key.index * 100 + child });
      below += found ? settledTasks(found.totals) : 0;
    }
    if (below !== settledTasks(node.totals))
      say("I2", `${at}: counts ${settledTasks(node.totals)} tasks, below are ${below}`);
  }
};
