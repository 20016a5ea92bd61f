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

/** The parts of our bill that an orchestrator's has as well. */
export type KeptBill = Record<"Lambda" | "Fargate" | "Logs", number>;

/**
 * What an orchestrator would cost for the same packages, as a whole price: its own, and the functions, workers, logs and
 * objects that it needs as well. It needs no tally, no alarms (in its favour), no messages, no polling, and no rewrites that record a state. A child
 * of ItemBatcher takes `batch` items: fewer invocations and objects, and one outcome for all of them.
 */
export const orchestratorPrices = (
  usage: Usage,
  kept: KeptBill,
  workload: Workload,
  prices: PriceTable,
  functionGB: number,
  batch = 64,
): OrchestratorPrice[] => {
  const { stepFunctions: sf, durable, lambda, s3 } = prices;
  const { components, packages } = usage;
  const tasks = workload.passes.reduce((sum, { share }) => sum + share, 0);
  const heavyShare = usage.heavyTasks / Math.max(1, usage.heavyTasks + usage.lightTasks);
  const lightCpuPerTask =
    (usage.cpuSeconds - usage.heavyCpuSeconds) / Math.max(1, components * tasks * (1 - heavyShare));
  const depth = depthOf(workload);

  /** Everything but the orchestration, where work is cut into so many parts. */
  const shared = (parts: number): number => {
    const invocations = parts * tasks * (1 - heavyShare);
    const spared = usage.lightTasks - invocations;
    const puts = packages * (1 + workload.requests.reportWrites) + parts * (1 + tasks);
    const gets = 2 * packages + 2 * parts * tasks;
    return (
      kept.Lambda -
      spared * (workload.ioSeconds * functionGB * lambda.gbSecond + lambda.request) +
      kept.Fargate +
      kept.Logs +
      puts * s3.put +
      gets * s3.get
    );
  };
  const map = (express: boolean, size: number) => {
    const children = Math.max(Math.min(packages, components), components / size);
    // Express children last at most five minutes: what is heavy stays on Standard ones.
    const expressChildren = express ? children * (1 - heavyShare) : 0;
    const standard = children - expressChildren;
    const transitions = PACKAGE_STATES * packages + standard * (2 + tasks) + expressChildren;
    const lasting = depth * (workload.ioSeconds + (lightCpuPerTask * components) / Math.max(1, children));
    const billed = Math.ceil(lasting / BILLED_STEP) * BILLED_STEP;
    const gbHours = (expressChildren * billed * (EXPRESS_MB / 1024)) / 3600;
    const usd = transitions * sf.transition + expressChildren * sf.expressRequest + tiered(gbHours, sf.expressGbHour);
    return { orchestrationUsd: usd, usd: usd + shared(children) };
  };
  const durably = () => {
    const operations = PACKAGE_STATES * packages + components * (tasks + 1);
    const written = (operations * CHECKPOINT_BYTES) / 1e9;
    const usd =
      operations * durable.operation +
      written * (durable.gbWritten + (RETAINED_DAYS / 30) * durable.gbMonthRetained) +
      operations * ORCHESTRATOR_SECONDS * ORCHESTRATOR_GB * lambda.gbSecond;
    return { orchestrationUsd: usd, usd: usd + shared(components) };
  };
  return [
    { name: "Distributed Map, Standard children", ...map(false, 1) },
    { name: `Distributed Map, Standard, ItemBatcher ${batch}`, ...map(false, batch) },
    { name: "Distributed Map, Express children", ...map(true, 1) },
    { name: `Distributed Map, Express, ItemBatcher ${batch}`, ...map(true, batch) },
    { name: "Lambda durable functions", ...durably() },
  ];
};
