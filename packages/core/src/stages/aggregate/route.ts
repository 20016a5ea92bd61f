import type { AggregateMessage } from "../../messages.ts";
import { settledTasks } from "../../outcome.ts";
import type { Estimate } from "../../pass.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { groupsOf } from "../../report/sum-up.ts";
import { type QueueName, taskQueue } from "../../topology.ts";
import { laneOf, route } from "../classify/plan-for.ts";
import { sendAggregate } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { isSummarised } from "./summarise.ts";

/** Per unit, about twice what `npm run bench -- aggregate` measures, and for a result the way to S3 and back. */
const SECONDS = { start: 2, component: 0.000_2, mention: 0.000_02, readMention: 0.000_3, readResult: 0.005 };
const MB = { start: 300, component: 0.002, mention: 0.000_4 };

type Group = Pick<TallyNode, "settled" | "totals">;

const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);
const componentsOf = ({ settled }: Group): number => settled.size;
/** Findings and entities. */
const mentionsOf = ({ totals }: Group): number => totals.findings + totals.entities;
const readingSeconds = (group: Group): number =>
  SECONDS.readMention * mentionsOf(group) + SECONDS.readResult * settledTasks(group.totals);

/**
 * What aggregation takes at most: all that summaries hold is added up; read from their results are the groups without a
 * summary, all that later rounds ran, and the groups where that was, of which the dearest are assumed.
 */
export const aggregationEstimate = (first: readonly Group[], later: readonly Group[]): Estimate => {
  const all = [...first, ...later];
  const left = first.filter((group) => !isSummarised(group));
  const stale = first
    .filter(isSummarised)
    .sort((a, b) => readingSeconds(b) - readingSeconds(a))
    .slice(0, sum(later, componentsOf));
  const components = sum(all, componentsOf);
  const mentions = sum(all, mentionsOf);
  return {
    seconds:
      SECONDS.start +
      SECONDS.component * components +
      SECONDS.mention * mentions +
      sum([...left, ...stale, ...later], readingSeconds),
    memoryMB: MB.start + MB.component * components + MB.mention * mentions,
  };
};

/** The queue from which the round is aggregated: a function's, or a worker's in the lane of the package's score. */
export const aggregationQueue = async (
  { cloud, priority, routeAggregation = route }: Pipeline,
  { id, round, priority: { score } }: PackageRow,
): Promise<QueueName> => {
  const later: TallyNode[] = [];
  for (let r = 2; r <= round; r += 1) for await (const node of cloud.tally.groups(id, r)) later.push(node);
  const chosen = routeAggregation(aggregationEstimate(await groupsOf(cloud, id), later));
  return chosen === "lambda" ? "aggregate" : taskQueue(chosen, laneOf(score, priority));
};

/**
 * Sends on to a worker what is too big for a function, and tells whether it did. AGGREGATE is the one to ask: whoever
 * sends a completion message then needs neither the groups nor the right to read them.
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
