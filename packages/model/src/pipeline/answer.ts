import { type Bill, billOf } from "../cost/services.ts";
import { type Ec2Price, ec2Price, sizings } from "../counterfactual/ec2.ts";
import { type OrchestratorPrice, orchestratorPrices } from "../counterfactual/orchestrators.ts";
import { listPrices, type PriceTable } from "../prices.ts";
import { lightGB } from "../topology.ts";
import { type Binding, bindings } from "./binding.ts";
import { complete, type SimulationOptions } from "./options.ts";
import type { QueueResult, SimulationResult } from "./result.ts";
import { simulate } from "./simulate.ts";

export interface Latency {
  mean: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** What a run says, as plain data. */
export interface Answer {
  packages: number;
  completed: number;
  deadLetters: number;
  components: number;
  tasks: { light: number; heavy: number };
  simulatedSeconds: number;
  events: number;
  /** Seconds from the end of an upload to its report. */
  latency: Latency;
  urgentLatency: Latency;
  bill: Bill;
  usdPerPackage: number;
  /** Share of the paid worker slots that computed nothing: starts, idle time, the warm pool. */
  workerIdleShare: number;
  /** Share of the paid function time that is initialisation. */
  initShare: number;
  binds: Binding[];
  queues: QueueResult[];
  coldStarts: number;
  fleet: { launches: number; mostWorkers: number };
  tableWritesPerSecond: number;
  counterfactuals: { orchestrators: OrchestratorPrice[]; ec2: Ec2Price[] };
}

const latencyOf = (sketch: SimulationResult["latency"]): Latency => ({
  mean: sketch.mean,
  p50: sketch.quantile(0.5),
  p95: sketch.quantile(0.95),
  p99: sketch.quantile(0.99),
  max: sketch.max,
});

/** Runs a simulation and prices it. `nats` is the number of NAT gateways that both our workers and EC2 would go out through. */
export const answer = (
  given: SimulationOptions & { prices?: PriceTable; nats?: number },
): { answer: Answer; result: SimulationResult } => {
  const options = complete(given);
  const { prices = listPrices, nats = 0 } = given;
  const result = simulate(options);
  const { usage, fleet, seconds } = result;
  const { topology, aws, workload } = options;
  const bill = billOf(usage, {
    topology,
    prices,
    aws,
    alarms: workload.alarms,
    seconds,
    busySlotSeconds: fleet.busySlotSeconds,
    nats,
  });
  const paidSlots = fleet.paidSeconds * fleet.slots;
  return {
    result,
    answer: {
      packages: usage.packages,
      completed: result.completed,
      deadLetters: result.deadLetters,
      components: usage.components,
      tasks: { light: usage.lightTasks, heavy: usage.heavyTasks },
      simulatedSeconds: result.lastedSeconds,
      events: result.events,
      latency: latencyOf(result.latency),
      urgentLatency: latencyOf(result.urgentLatency),
      bill,
      usdPerPackage: bill.usd / Math.max(1, usage.packages),
      workerIdleShare: paidSlots > 0 ? 1 - fleet.busySlotSeconds / paidSlots : 0,
      initShare: usage.lambdaGbSeconds > 0 ? usage.initGbSeconds / usage.lambdaGbSeconds : 0,
      binds: bindings(result),
      queues: result.queues,
      coldStarts: result.functions.reduce((sum, { coldStarts }) => sum + coldStarts, 0),
      fleet: { launches: fleet.launches, mostWorkers: fleet.mostWorkers },
      tableWritesPerSecond: result.table.mostPerSecond,
      counterfactuals: {
        orchestrators: orchestratorPrices(usage, bill.services, workload, prices, lightGB(topology)),
        ec2: sizings.map((sizing) => ec2Price(result.demand, usage, prices, { sizing, nats, seconds })),
      },
    },
  };
};
