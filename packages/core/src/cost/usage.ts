import { settledTasks, type Totals } from "../outcome.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { TallyStore } from "../ports/tally-store.ts";
import { type Progress, progress } from "../tally/progress.ts";
import type { Usage } from "./prices.ts";

/** Rounds whose use is summed: the last ones. */
const ROUNDS = 50;

const add = (usage: Usage, components: number, totals: Totals): void => {
  const tasks = settledTasks(totals);
  usage.components += components;
  usage.tasks += tasks;
  usage.lambdaTasks += tasks - totals.heavy;
  usage.lambdaMs += totals.ms - totals.heavyMs;
  usage.fargateMs += totals.heavyMs;
};

/**
 * What a package has used, from the sums in its tree: of the components that are settled, over its last rounds. `earlier`
 * reads a round that is at rest.
 */
export const usageOf = async (
  row: Pick<PackageRow, "round" | "grown">,
  current: Progress,
  earlier: (round: number) => Promise<Progress>,
): Promise<Usage> => {
  const usage: Usage = { components: 0, tasks: 0, lambdaTasks: 0, lambdaMs: 0, fargateMs: 0 };
  for (let round = Math.max(1, row.round - ROUNDS); round < row.round; round += 1) {
    const { settled, totals } = await earlier(round);
    add(usage, settled, totals);
  }
  add(usage, current.settled + (row.grown ?? 0), current.totals);
  return usage;
};

/** The same, read here and now. */
export const readUsage = async (tally: TallyStore, row: Pick<PackageRow, "id" | "round" | "grown">): Promise<Usage> =>
  usageOf(row, await progress(tally, row.id, row.round), (round) => progress(tally, row.id, round));
