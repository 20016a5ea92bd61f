import type { Cloud } from "../ports/cloud.ts";
import type { NodeKey, TallyNode } from "../ports/tally-store.ts";
import { type ReadResult, readResult } from "../results/stored-result.ts";
import type { Aggregating } from "../stages/pipeline.ts";
import { FANOUT } from "../tally/shape.ts";
import { ahead } from "./ahead.ts";
import type { Fold } from "./fold.ts";
import type { GatheredComponent } from "./gather.ts";

/** Results, or nodes, read at the same time. */
const CONCURRENCY = 16;

/** The written level-0 nodes under a level-1 node, in their order. */
export const nodesUnder = async (cloud: Cloud, { key, expected = FANOUT }: TallyNode): Promise<TallyNode[]> => {
  const keys = Array.from(
    { length: expected },
    (_, child): NodeKey => ({ ...key, level: 0, index: key.index * FANOUT + child }),
  );
  const nodes: TallyNode[] = [];
  for await (const [, node] of ahead(keys, CONCURRENCY, (key) => cloud.tally.read(key))) if (node) nodes.push(node);
  return nodes;
};

/** Adds components by their results, read a few ahead; gives the lines that the reducer writes for each. */
export async function* readComponents(
  { cloud, passes }: Pick<Aggregating, "cloud" | "passes">,
  fold: Fold,
  components: readonly GatheredComponent[],
): AsyncGenerator<string> {
  const read = ({ tasks }: GatheredComponent): Promise<(ReadResult | undefined)[]> =>
    Promise.all(
      tasks.map(async ({ task, receipt }) => {
        if (receipt?.outcome !== "succeeded" || receipt.input === undefined) return undefined;
        const version = receipt.version ?? task.version;
        const known = passes.get(task.pass);
        const pass = known ? { ...known, version } : { name: task.pass, version };
        return readResult(cloud.objects, pass, receipt.input);
      }),
    );
  for await (const [component, reads] of ahead(components, CONCURRENCY, read)) yield fold.add(component, reads);
}
