import type { PackageRow } from "../../ports/package-store.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { climb } from "../../tally/settle.ts";
import { FANOUT } from "../../tally/shape.ts";
import type { Pipeline } from "../pipeline.ts";
import { follow } from "./settlement.ts";

const groupOf = (tree: string, index: number): string => `${tree}/${index}`;

/**
 * Climbs from every full node of level 1, and returns what does so from a component that its group does not hold: whoever
 * settled the last child may have died before the climb. Components that are in order cost nothing, so that a package of
 * any size is gone through within one sweep.
 */
export const lostClimbs = async (
  pipeline: Pipeline,
  { id, round }: Pick<PackageRow, "id" | "round">,
): Promise<(component: TallyNode) => Promise<void>> => {
  const { tally } = pipeline.cloud;
  const held = new Map<string, ReadonlySet<number>>();
  for await (const group of tally.groups(id, round)) {
    held.set(groupOf(group.key.tree, group.key.index), group.settled);
    // Its sum is aggregation's to make, if it is missing.
    await follow(pipeline, [], { ...(await climb(tally, group)), groups: [] });
  }
  return async (component) => {
    const { tree, index } = component.key;
    if (held.get(groupOf(tree, Math.floor(index / FANOUT)))?.has(index % FANOUT)) return;
    await follow(pipeline, [], await climb(tally, component));
  };
};
