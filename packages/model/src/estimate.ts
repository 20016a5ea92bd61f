import { awsBehaviour } from "./aws.ts";
import { standingPerHour, type UsedService, usedServices } from "./cost/services.ts";
import { type OrchestratorPrice, orchestratorPrices } from "./counterfactual/orchestrators.ts";
import { answer } from "./pipeline/answer.ts";
import type { Binding } from "./pipeline/binding.ts";
import { HOURS_PER_MONTH, listPrices, type PriceTable } from "./prices.ts";
import { lightGB, type ModelTopology } from "./topology.ts";
import { referenceWorkload, type Workload } from "./workload.ts";

export interface DeliveryEstimate {
  components: number;
  bytes: number;
  tasks: { light: number; heavy: number };
  /** US dollars by service, for this delivery alone. */
  services: Record<UsedService, number>;
  usd: number;
  /** What the deployment costs a month at rest. */
  standingUsdPerMonth: number;
  /** From the end of the upload to the report, on an idle deployment: the middle and the extremes of the runs. */
  seconds: { least: number; median: number; most: number };
  binds: Binding[];
  orchestrators: OrchestratorPrice[];
}

/** Runs with other seeds, for the spread of the time; a large delivery averages within itself. */
const RUNS = 5;
const LARGE = 20_000;
const DAY = 86_400;

/**
 * What one delivery would cost and how long it would take on a deployment that is at rest, from its pieces (a dry
 * decomposition): nothing needs to be deployed. The cost is that of the median run.
 */
export const estimateDelivery = (
  pieces: readonly { bytes: number }[],
  topology: ModelTopology,
  prices: PriceTable = listPrices,
  { workload = referenceWorkload, packedBytes }: { workload?: Workload; packedBytes?: number } = {},
): DeliveryEstimate => {
  for (const { bytes } of pieces) if (!(bytes >= 0)) throw new RangeError(`A piece has 0 bytes or more, not ${bytes}`);
  const sizes = pieces.map(({ bytes }) => bytes);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const rest = {
    ...topology,
    schedules: { ...topology.schedules, warmPool: { ...topology.schedules.warmPool, workers: 0 } },
  };
  const arrival = { at: 0, bytes: packedBytes ?? bytes, components: sizes.length, sizes };
  const count = sizes.length > LARGE ? 1 : RUNS;
  const runs = Array.from({ length: count }, (_, run) =>
    answer({ topology: rest, arrivals: [arrival], seconds: DAY, seed: run + 1, workload, prices }),
  ).sort((a, b) => a.answer.latency.max - b.answer.latency.max);
  const middle = runs[Math.floor(count / 2)]!.answer;
  const usage = runs[Math.floor(count / 2)]!.result.usage;
  const services = Object.fromEntries(
    usedServices.map((service) => [service, middle.bill.services[service]]),
  ) as DeliveryEstimate["services"];
  const usd = usedServices.reduce((sum, service) => sum + services[service], 0);
  const standing = standingPerHour(prices, awsBehaviour, workload);
  return {
    components: sizes.length,
    bytes,
    tasks: middle.tasks,
    services,
    usd,
    standingUsdPerMonth: (standing.Polling + standing.Alarms) * HOURS_PER_MONTH,
    seconds: { least: runs[0]!.answer.latency.max, median: middle.latency.max, most: runs.at(-1)!.answer.latency.max },
    binds: middle.binds,
    orchestrators: orchestratorPrices(usage, services, workload, prices, lightGB(topology)),
  };
};
