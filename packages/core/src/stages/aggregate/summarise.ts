import { failureOf } from "../../errors.ts";
import { countedTotal } from "../../outcome.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { sumKey, writeSum } from "../../reduce/stored-sum.ts";
import type { Aggregating, Pipeline } from "../pipeline.ts";

/**
 * What a group has counted, past which its settler leaves it to aggregation: it has other work to acknowledge, and no more
 * memory than its task needs.
 */
export const SUM_LIMIT = 50_000;

export const isSummed = ({ totals }: Pick<TallyNode, "totals">): boolean => countedTotal(totals) <= SUM_LIMIT;

/**
 * Adds up groups of round 1, now that they are full, so that aggregation reads a hundredth. Whoever finds a group full comes by
 * here, a redelivery too: a crash before it is repaired as one before the climb is. A stored sum only saves time: one that
 * cannot be written fails nothing, and aggregation computes a missing one.
 */
export const summariser =
  (pipeline: Aggregating): NonNullable<Pipeline["summarise"]> =>
  async (groups: readonly TallyNode[], cloud: Cloud): Promise<void> => {
    for (const group of groups) {
      if (group.key.round !== 1 || !isSummed(group)) continue;
      try {
        if (!(await cloud.objects.head(sumKey(pipeline, group.key)))) await writeSum({ ...pipeline, cloud }, group);
      } catch (error) {
        const { packageId, tree, index } = group.key;
        cloud.log("warn", "sum-failed", { packageId, tree, index, ...failureOf(error) });
      }
    }
  };
