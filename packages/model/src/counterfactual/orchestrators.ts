import type { Bill } from "../cost/services.ts";
import type { Usage } from "../pipeline/meter.ts";
import type { PriceTable } from "../prices.ts";
import type { Workload } from "../workload.ts";

export interface OrchestratorPrice {
  name: string;
  /** What the orchestration itself costs. */
  orchestrationUsd: number;
  /** With the functions, workers and objects that it needs all the same. */
  usd: number;
}

/** States of a package's own workflow: decompose, map, choose, aggregate, end. */
const PACKAGE_STATES = 5;
const EXPRESS_MB = 64;
const BILLED_STEP = 0.1;
/** A step's checkpoint: a pointer to its result. */
const CHECKPOINT_BYTES = 1024;
/** Days that a finished execution's history is kept by default. */
const RETAINED_DAYS = 14;
/** Seconds in which a durable function's own invocation checkpoints and replays one operation, at 512 MB. */
const ORCHESTRATOR_SECONDS = 0.03;
const ORCHESTRATOR_GB = 0.5;

/** Passes that follow one another on the longest chain. */
const depthOf = ({ passes }: Workload): number => {
  const depths: number[] = [];
  for (const { after } of passes) depths.push(1 + Math.max(0, ...after.map((before) => depths[before] ?? 0)));
  return Math.max(...depths);
};

const tiered = (gbHours: number, tiers: PriceTable["stepFunctions"]["expressGbHour"]): number => {
  let usd = 0;
  let from = 0;
  for (const { upTo, price } of tiers) {
    usd += Math.max(0, Math.min(gbHours, upTo) - from) * price;
    from = upTo;
  }
  return usd;
};

/**
 * What an orchestrator would cost for the same packages: its own price, and what stays of ours: functions, workers, objects and
 * logs, without the tally, the messages, and the rewrites that record a component's state. ItemBatcher's children take
 * `batch` items each; their outcomes are then one per batch.
 */
export const orchestratorPrices = (
  usage: Usage,
  bill: Bill,
  workload: Workload,
  prices: PriceTable,
  batch = 64,
): OrchestratorPrice[] => {
  const { stepFunctions: sf, durable } = prices;
  const { components, packages } = usage;
  const tasks = workload.passes.reduce((sum, { share }) => sum + share, 0);
  const kept =
    bill.services.Lambda +
    bill.services.Fargate +
    bill.services.S3 -
    usage.units * workload.requests.stateWrites * prices.s3.put +
    bill.services.Logs;
  const heavyShare = usage.heavyTasks / Math.max(1, usage.heavyTasks + usage.lightTasks);
  const cpuPerTask = usage.cpuSeconds / Math.max(1, components * tasks);
  const depth = depthOf(workload);

  const map = (express: boolean, size: number): number => {
    const children = Math.max(packages, components / size);
    // Express children last at most five minutes: what is heavy stays on Standard ones.
    const standard = express ? children * heavyShare : children;
    const transitions = PACKAGE_STATES * packages + standard * (2 + tasks) + (express ? children - standard : 0);
    const lasting = depth * (workload.ioSeconds + cpuPerTask * Math.max(1, Math.min(size, components / children)));
    const billed = Math.ceil(lasting / BILLED_STEP) * BILLED_STEP;
    const expressChildren = express ? children - standard : 0;
    const gbHours = (expressChildren * billed * (EXPRESS_MB / 1024)) / 3600;
    return transitions * sf.transition + expressChildren * sf.expressRequest + tiered(gbHours, sf.expressGbHour);
  };
  const operations = PACKAGE_STATES * packages + components * (tasks + 1);
  const written = (operations * CHECKPOINT_BYTES) / 1e9;
  const durableUsd =
    operations * durable.operation +
    written * durable.gbWritten +
    written * (RETAINED_DAYS / 30) * durable.gbMonthRetained +
    operations * ORCHESTRATOR_SECONDS * ORCHESTRATOR_GB * prices.lambda.gbSecond;

  const whole = (name: string, usd: number): OrchestratorPrice => ({ name, orchestrationUsd: usd, usd: kept + usd });
  return [
    whole("Distributed Map, Standard children", map(false, 1)),
    whole(`Distributed Map, Standard, ItemBatcher ${batch}`, map(false, batch)),
    whole("Distributed Map, Express children", map(true, 1)),
    whole(`Distributed Map, Express, ItemBatcher ${batch}`, map(true, batch)),
    whole("Lambda durable functions", durableUsd),
  ];
};
