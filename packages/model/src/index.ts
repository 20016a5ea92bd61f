export type { Arrival } from "./arrivals/arrival.ts";
export { parseArrivals } from "./arrivals/file.ts";
export { type Generator, generate, type Rhythm } from "./arrivals/generate.ts";
export { type AwsBehaviour, awsBehaviour } from "./aws.ts";
export {
  type Bill,
  type Service,
  services,
  standingServices,
  type UsedService,
  usedServices,
} from "./cost/services.ts";
export { type Ec2Price, ec2Price, type Sizing, sizings } from "./counterfactual/ec2.ts";
export { type OrchestratorPrice, orchestratorPrices } from "./counterfactual/orchestrators.ts";
export {
  assertDistribution,
  constant,
  type Distribution,
  exponential,
  lognormal,
  meanOf,
  NORMAL_P99,
  pareto,
  sampler,
} from "./engine/distribution.ts";
export { type DeliveryEstimate, estimateDelivery } from "./estimate.ts";
export { type Answer, answer, type Latency } from "./pipeline/answer.ts";
export type { Binding } from "./pipeline/binding.ts";
export type { Usage } from "./pipeline/meter.ts";
export type { SimulationOptions } from "./pipeline/options.ts";
export type { SimulationResult } from "./pipeline/result.ts";
export { simulate } from "./pipeline/simulate.ts";
export { listPrices, type PriceTable } from "./prices.ts";
export { type ModelQueue, type ModelTopology, type WarmPool, withTopology } from "./topology.ts";
export { bundled, type PassProfile, referenceWorkload, type Workload } from "./workload.ts";
