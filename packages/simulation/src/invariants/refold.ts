import { isDeepStrictEqual } from "node:util";
import {
  type Fold,
  finishedSum,
  foldOf,
  type GatheredComponent,
  readComponents,
  withNode,
} from "@torrent/core/reducing";
import { type Aggregating, byRef, compare, keys, type PackageOutcome, type PackageRow } from "@torrent/core/unstable";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";
import { nodesOf } from "./trees.ts";

/** Components in the order in which reducers add them: round 1 by tree and slot, then what later rounds added. */
const inOrder = async (world: World, row: PackageRow, rounds: number): Promise<GatheredComponent[]> => {
  const components = new Map<string, GatheredComponent>();
  const places = new Map<string, { tree: string; slot: number }>();
  for (let round = 1; round <= rounds; round++)
    for (const node of await nodesOf(world, row, round)) {
      const ref = node.plan?.component;
      const component = withNode(ref === undefined ? undefined : components.get(ref), node);
      if (ref === undefined || !component) continue;
      components.set(ref, component);
      if (round === 1) places.set(ref, { tree: node.key.tree, slot: node.key.index });
    }
  const order = (a: string, b: string): number => {
    const [x, y] = [places.get(a), places.get(b)];
    if (x && y) return compare(x.tree, y.tree) || x.slot - y.slot;
    return x ? -1 : y ? 1 : byRef(a, b);
  };
  return [...components].sort(([a], [b]) => order(a, b)).map(([, component]) => component);
};

/** The round, added up one component after the other from the stored results, without any stored sum. */
const refold = async (world: World, row: PackageRow, rounds: number): Promise<{ fold: Fold; lines: string }> => {
  const { counts, passes, priority, reduce } = world.choreography;
  const pipeline: Pick<Aggregating, "cloud" | "counts" | "passes" | "priority" | "reduce"> = {
    cloud: world.cloud,
    counts,
    passes,
    priority,
    ...(reduce ? { reduce } : {}),
  };
  const fold = await foldOf(pipeline);
  let lines = "";
  for await (const written of readComponents(pipeline, fold, await inOrder(world, row, rounds))) lines += written;
  return { fold, lines };
};

/** Sums of groups, stored and merged in whatever order things happened, equal the sum made from scratch. */
export const checkSums = async (world: World, row: PackageRow, outcome: PackageOutcome, say: Say): Promise<void> => {
  const { id, name } = row;
  const { revision } = outcome;
  const { fold, lines } = await refold(world, row, revision);
  const { tasks, counts, kinds, missing, passes, components } = finishedSum(fold.sum);
  const made = { tasks, counts, kinds, missing, passes, components };
  const got = {
    tasks: outcome.tasks,
    counts: outcome.counts,
    kinds: outcome.kinds,
    missing: outcome.fanIn.byPass,
    passes: outcome.passes,
    components: outcome.package.components,
  };
  if (!isDeepStrictEqual(plain(made), plain(got)))
    say("I4", `${name}: the outcome counts ${JSON.stringify(got)}; its results come to ${JSON.stringify(made)}`);
  const own = plain(fold.packed().own);
  for (const sum of world.audit.sums.get(`${id} ${revision}`) ?? [])
    if (!isDeepStrictEqual(sum.own, own))
      say("I4", `${name}: the reducer's sum is ${text(sum.own)}; made from the results at once it is ${text(own)}`);
  await checkLines(world, row, revision, lines, say);
};

/** The file of the reducer's lines, where they pass into it as they are. */
const checkLines = async (
  { cloud, choreography }: World,
  { id, name }: PackageRow,
  revision: number,
  lines: string,
  say: Say,
): Promise<void> => {
  const { reduce } = choreography;
  if (!reduce || "load" in reduce || !reduce.lines || reduce.lines.transform) return;
  const object = await cloud.objects.get(keys.resultFile(id, revision, reduce.lines.file));
  const decoder = new TextDecoder();
  let file = "";
  for await (const chunk of object?.body ?? []) file += decoder.decode(chunk, { stream: true });
  if (file !== lines) say("I4", `${name}: ${reduce.lines.file} has ${file.length} characters of ${lines.length}`);
};

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const text = (value: unknown): string => (JSON.stringify(value) ?? "undefined").slice(0, 200);
