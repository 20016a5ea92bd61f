import type { Cloud } from "../ports/cloud.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { TallyNode } from "../ports/tally-store.ts";
import type { Aggregating } from "../stages/pipeline.ts";
import { ahead } from "./ahead.ts";
import type { Fold } from "./fold.ts";
import { type GatheredComponent, withNode } from "./gather.ts";
import { byRef, byTree } from "./order.ts";
import { nodesUnder, readComponents } from "./read-components.ts";
import { foldOf, openSum, type StoredSum } from "./stored-sum.ts";

/** Stored sums opened at the same time. */
const CONCURRENCY = 8;

const encoder = new TextEncoder();

/** Nodes of later rounds by the component that they ran again, in the order of the rounds. */
const laterNodes = async (cloud: Cloud, { id, round }: PackageRow): Promise<Map<string, TallyNode[]>> => {
  const later = new Map<string, TallyNode[]>();
  for (let r = 2; r <= round; r += 1)
    for await (const node of cloud.tally.components(id, r)) {
      const ref = node.plan?.component;
      if (ref !== undefined) later.set(ref, [...(later.get(ref) ?? []), node]);
    }
  return later;
};

/** The nodes of level 1 of round 1, the package's own tree first. */
export const groupsOf = async (cloud: Cloud, id: string): Promise<TallyNode[]> => {
  const groups: TallyNode[] = [];
  for await (const node of cloud.tally.groups(id, 1)) groups.push(node);
  return groups.sort((a, b) => byTree(a.key.tree, b.key.tree) || a.key.index - b.key.index);
};

/**
 * Adds up a complete round: stored sums as they are, and from their results the components of groups that have none, or of
 * which a later round ran something again. `emit` takes the reducer's lines while it goes, group by group; what is held does
 * not depend on the number of lines.
 */
export const addUp = async (
  pipeline: Aggregating,
  row: PackageRow,
  emit: (lines: Uint8Array) => Promise<void>,
): Promise<Fold> => {
  const { cloud } = pipeline;
  const later = await laterNodes(cloud, row);
  const fold = await foldOf(pipeline);
  const latest = (ref: string, from?: GatheredComponent): GatheredComponent | undefined => {
    const nodes = later.get(ref) ?? [];
    later.delete(ref);
    return nodes.reduce<GatheredComponent | undefined>(withNode, from);
  };
  const addResults = async (components: readonly GatheredComponent[]): Promise<void> => {
    for await (const lines of readComponents(pipeline, fold, components))
      if (lines !== "") await emit(encoder.encode(lines));
  };
  const isStale = ({ sum }: StoredSum): boolean => sum.refs.some((ref) => later.has(ref));

  for await (const [node, stored] of ahead(await groupsOf(cloud, row.id), CONCURRENCY, (group) =>
    openSum(pipeline, group),
  )) {
    if (stored && !isStale(stored)) {
      fold.merge(stored.sum);
      for await (const lines of stored.lines) await emit(lines);
      continue;
    }
    await stored?.close();
    const nodes = await nodesUnder(cloud, node);
    await addResults(nodes.flatMap((child) => latest(child.plan?.component ?? "", withNode(undefined, child)) ?? []));
  }
  const grown = [...later.keys()].sort(byRef);
  await addResults(grown.flatMap((ref) => latest(ref) ?? []));
  return fold;
};
