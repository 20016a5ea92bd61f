import { type PackageRow, type Progress, progress, settledTasks, type TallyStore, type Totals } from "@torrent/core";
import { type Cost, costOf, type Usage } from "./prices.ts";
import { remember } from "./remember.ts";

/** Rounds whose cost is summed: the last ones. */
const ROUNDS = 50;

const noUsage = (): Usage => ({ components: 0, tasks: 0, lambdaTasks: 0, lambdaMs: 0, fargateMs: 0 });

const add = (usage: Usage, components: number, totals: Totals): void => {
  const tasks = settledTasks(totals);
  usage.components += components;
  usage.tasks += tasks;
  usage.lambdaTasks += tasks - totals.heavy;
  usage.lambdaMs += totals.ms - totals.heavyMs;
  usage.fargateMs += totals.heavyMs;
};

/**
 * What a package has used, from the sums in its tree: of the components that are settled, over all rounds. The list and the
 * package's page ask here, and so never contradict each other.
 */
export const costReader = (tally: TallyStore, now: () => number) => {
  // An earlier round is at rest.
  const remembered = remember<Progress>(now, 2_000, () => Number.POSITIVE_INFINITY);
  return async (row: PackageRow, current: Progress): Promise<Cost> => {
    const usage = noUsage();
    for (let round = Math.max(1, row.round - ROUNDS); round < row.round; round += 1) {
      const { settled, totals } = await remembered(`${row.id}/${round}`, () => progress(tally, row.id, round));
      add(usage, settled, totals);
    }
    add(usage, current.settled + (row.grown ?? 0), current.totals);
    return costOf(usage);
  };
};
export type CostReader = ReturnType<typeof costReader>;
