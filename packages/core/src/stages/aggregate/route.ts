import type { Estimate } from "../../choreography/define-pass.ts";
import type { AggregateMessage } from "../../messages.ts";
import { countedTotal, settledTasks } from "../../outcome.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { groupsOf } from "../../reduce/add-up.ts";
import { type QueueName, taskQueue } from "../../topology/topology.ts";
import { laneOf, route } from "../classify/plan-for.ts";
import { sendAggregate } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { isSummed } from "./summarise.ts";

/** Per unit, about twice what `npm run bench -- aggregate` measures, and for a result the way to S3 and back. */
const SECONDS = { start: 2, component: 0.000_2, counted: 0.000_02, readCounted: 0.000_3, readResult: 0.005 };
const MB = { start: 300, component: 0.002, counted: 0.000_4 };

type Group = Pick<TallyNode, "settled" | "totals">;

const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);
const componentsOf = ({ settled }: Group): number => settled.size;
const countedOf = ({ totals }: Group): number => countedTotal(totals);
const readingSeconds = (group: Group): number =>
  SECONDS.readCounted * countedOf(group) + SECONDS.readResult * settledTasks(group.totals);

/**
 * What aggregation takes at most: all that stored sums hold is added up; read from their results are the groups without a
 * stored sum, all that later rounds ran, and the groups where that was, of which the most expensive are assumed.
 */
export const aggregationEstimate = (first: readonly Group[], later: readonly Group[]): Estimate => {
  const all = [...first, ...later];
  const left = first.filter((group) => !isSummed(group));
  const stale = first
    .filter(isSummed)
    .sort((a, b) => readingSeconds(b) - readingSeconds(a))
    .slice(0, sum(later, componentsOf));
  const components = sum(all, componentsOf);
  const counted = sum(all, countedOf);
  return {
    seconds:
      SECONDS.start +
      SECONDS.component * components +
      SECONDS.counted * counted +
      sum([...left, ...stale, ...later], readingSeconds),
    memoryMB: MB.start + MB.component * components + MB.counted * counted,
  };
};

/** The queue from which the round is aggregated: a function's, or a worker's in the lane of the package's score. */
export const aggregationQueue = async (
  { cloud, priority, aggregation }: Pipeline,
  { id, round, priority: { score } }: PackageRow,
): Promise<QueueName> => {
  const later: TallyNode[] = [];
  for (let r = 2; r <= round; r += 1) for await (const node of cloud.tally.groups(id, r)) later.push(node);
  const chosen = route(aggregationEstimate(await groupsOf(cloud, id), later), aggregation);
  return chosen === "function" ? "aggregate" : taskQueue(chosen, laneOf(score, priority));
};

/**
 * Sends what is too big for a function on to a worker, and returns whether it did. AGGREGATE decides: whoever sends
 * a completion message then needs neither the groups nor the right to read them.
 */
export const handOver = async (pipeline: Pipeline, { packageId, round }: AggregateMessage): Promise<boolean> => {
  const row = await pipeline.cloud.packages.read(packageId);
  if (!row || row.round !== round || isTerminalState(row.state)) return false;
  const queue = await aggregationQueue(pipeline, row);
  if (queue === "aggregate") return false;
  await sendAggregate(pipeline, packageId, round, { queue });
  pipeline.cloud.log("info", "aggregation-handed-over", { packageId, round, queue });
  return true;
};
