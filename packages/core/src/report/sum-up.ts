import type { Cloud } from "../ports/cloud.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { TallyNode } from "../ports/tally-store.ts";
import { ahead } from "./ahead.ts";
import { type GatheredComponent, withNode } from "./gather.ts";
import { nodesUnder, readComponents } from "./read-components.ts";
import { openSummary, type StoredSummary } from "./stored-summary.ts";
import { byRef, compare } from "./summary/order.ts";
import { type Summing, summaryOf } from "./summary/summary.ts";

/** Summaries opened at the same time. */
const CONCURRENCY = 8;

const encoder = new TextEncoder();

/** Nodes of later rounds by the component that they ran again, in the order of the rounds. */
const againOf = async (cloud: Cloud, { id, round }: PackageRow): Promise<Map<string, TallyNode[]>> => {
  const again = new Map<string, TallyNode[]>();
  for (let r = 2; r <= round; r += 1)
    for await (const node of cloud.tally.components(id, r)) {
      const ref = node.plan?.component;
      if (ref !== undefined) again.set(ref, [...(again.get(ref) ?? []), node]);
    }
  return again;
};

/** The nodes of level 1 of round 1, the package's own tree first. */
export const groupsOf = async (cloud: Cloud, id: string): Promise<TallyNode[]> => {
  const groups: TallyNode[] = [];
  for await (const node of cloud.tally.groups(id, 1)) groups.push(node);
  return groups.sort((a, b) => compare(a.key.tree, b.key.tree) || a.key.index - b.key.index);
};

/**
 * Adds up a complete round: stored summaries as they are, and from their results the components of groups that have
 * none, or of which a later round ran something again. `emit` takes the lines of `findings.ndjson` while it goes, group
 * by group; what is held does not depend on the number of findings.
 */
export const sumUp = async (
  cloud: Cloud,
  row: PackageRow,
  emit: (lines: Uint8Array) => Promise<void>,
): Promise<Summing> => {
  const again = await againOf(cloud, row);
  const summing = summaryOf();
  const latest = (ref: string, from?: GatheredComponent): GatheredComponent | undefined => {
    const nodes = again.get(ref) ?? [];
    again.delete(ref);
    return nodes.reduce<GatheredComponent | undefined>(withNode, from);
  };
  const addResults = async (components: readonly GatheredComponent[]): Promise<void> => {
    for await (const lines of readComponents(cloud, summing, components))
      if (lines !== "") await emit(encoder.encode(lines));
  };
  const isStale = ({ summary }: StoredSummary): boolean => summary.components.some(({ ref }) => again.has(ref));

  for await (const [node, stored] of ahead(await groupsOf(cloud, row.id), CONCURRENCY, (one) =>
    openSummary(cloud, one),
  )) {
    if (stored && !isStale(stored)) {
      summing.merge(stored.summary);
      for await (const lines of stored.findings) await emit(lines);
      continue;
    }
    await stored?.close();
    const nodes = await nodesUnder(cloud, node);
    await addResults(nodes.flatMap((one) => latest(one.plan?.component ?? "", withNode(undefined, one)) ?? []));
  }
  const grown = [...again.keys()].sort(byRef);
  await addResults(grown.flatMap((ref) => latest(ref) ?? []));
  return summing;
};
