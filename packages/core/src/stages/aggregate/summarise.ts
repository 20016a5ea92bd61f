import { failureOf } from "../../errors.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { summaryKey, writeSummary } from "../../report/stored-summary.ts";

/**
 * Findings and entities of a group past which its settler leaves it to aggregation: it has other work to acknowledge, and
 * no more memory than its task needs.
 */
export const SUMMARY_LIMIT = 50_000;

export const isSummarised = ({ totals }: Pick<TallyNode, "totals">): boolean =>
  totals.findings + totals.entities <= SUMMARY_LIMIT;

/**
 * Sums up what groups of round 1 came to, now that they are full, so that aggregation reads a hundredth. Whoever finds a
 * group full comes by here, a redelivery too: a crash before it is repaired as one before the climb is. A summary only
 * saves time: one that cannot be written is no reason to fail, and one that is missing is made by aggregation.
 */
export const summarise = async (cloud: Cloud, groups: readonly TallyNode[]): Promise<void> => {
  for (const group of groups) {
    if (group.key.round !== 1 || !isSummarised(group)) continue;
    try {
      if (!(await cloud.objects.head(summaryKey(group.key)))) await writeSummary(cloud, group);
    } catch (error) {
      const { packageId, tree, index } = group.key;
      cloud.log("warn", "summary-failed", { packageId, tree, index, ...failureOf(error) });
    }
  }
};
