import type { Cloud } from "../ports/cloud.ts";
import type { NodeKey, TallyNode } from "../ports/tally-store.ts";
import { FANOUT } from "../tally/shape.ts";
import { ahead } from "./ahead.ts";
import type { GatheredComponent } from "./gather.ts";
import { type Read, readStored } from "./stored.ts";
import { addComponent } from "./summary/add-component.ts";
import type { Summing } from "./summary/summary.ts";

/** Results, or nodes, read at the same time. */
const CONCURRENCY = 16;

/** The written level-0 nodes under a level-1 node, in their order. */
export const nodesUnder = async (cloud: Cloud, { key, expected = FANOUT }: TallyNode): Promise<TallyNode[]> => {
  const keys = Array.from(
    { length: expected },
    (_, child): NodeKey => ({ ...key, level: 0, index: key.index * FANOUT + child }),
  );
  const nodes: TallyNode[] = [];
  for await (const [, node] of ahead(keys, CONCURRENCY, (one) => cloud.tally.read(one))) if (node) nodes.push(node);
  return nodes;
};

/** Adds components by their results, read a few ahead; gives the lines of each one's findings. */
export async function* readComponents(
  cloud: Cloud,
  summing: Summing,
  components: readonly GatheredComponent[],
): AsyncGenerator<string> {
  const read = ({ tasks }: GatheredComponent): Promise<Read[]> =>
    Promise.all(
      tasks.map(async ({ task, receipt }) =>
        receipt?.outcome === "succeeded" && receipt.input !== undefined
          ? readStored(cloud.objects, task.pass, receipt.version ?? task.version, receipt.input)
          : {},
      ),
    );
  for await (const [component, reads] of ahead(components, CONCURRENCY, read))
    yield addComponent(summing, component, reads);
}
