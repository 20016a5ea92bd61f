import { addTotals, noTotals, type Totals } from "../outcome.ts";
import type { TallyStore } from "../ports/tally-store.ts";

export interface Progress {
  /** Components of the round's own tree that are settled; grown ones count with the component they came from. */
  settled: number;
  failed: number;
  totals: Totals;
}

/** Reads the nodes of level 1 only: a hundredth of the components. Tasks of components still in work are not in it yet. */
export const progress = async (store: TallyStore, packageId: string, round: number): Promise<Progress> => {
  const sum: Progress = { settled: 0, failed: 0, totals: noTotals() };
  for await (const node of store.level({ packageId, round, tree: "", level: 1 })) {
    sum.settled += node.settled.size;
    sum.failed += node.failed.size;
    sum.totals = addTotals(sum.totals, node.totals);
  }
  return sum;
};
