import type { Arrival } from "../arrivals/arrival.ts";
import { type Generator, generate, type Rhythm } from "../arrivals/generate.ts";
import { type AwsBehaviour, awsBehaviour } from "../aws.ts";
import { type Answer, answer } from "../pipeline/answer.ts";
import type { SimulationResult } from "../pipeline/result.ts";
import type { PriceTable } from "../prices.ts";
import { type ModelTopology, withTopology } from "../topology.ts";
import { bundled, referenceWorkload, type Workload } from "../workload.ts";

/** One way to run a scenario: as deployed, with bundles, with limits raised. */
export interface Variant {
  name: string;
  /** In place of the scenario's. */
  days?: number;
  rhythm?: Rhythm;
  workload?: Workload;
  topology?: Parameters<typeof withTopology>[1];
  aws?: { [part in "lambda" | "pollers" | "dynamo"]?: Partial<AwsBehaviour[part]> };
}

export interface Scenario {
  name: string;
  about: string;
  arrivals: Generator;
  variants: readonly Variant[];
}

export const asDeployed: Variant = { name: "as deployed" };
export const withBundles: Variant = { name: "bundles of 64", workload: bundled(referenceWorkload) };

const DAY = 86_400;

export const awsOf = ({ aws = {} }: Pick<Variant, "aws">): AwsBehaviour => ({
  ...awsBehaviour,
  lambda: { ...awsBehaviour.lambda, ...aws.lambda },
  pollers: { ...awsBehaviour.pollers, ...aws.pollers },
  dynamo: { ...awsBehaviour.dynamo, ...aws.dynamo },
});

/** Runs one variant; `arrivals` replaces what would be generated. */
export const runVariant = (
  scenario: Scenario,
  variant: Variant,
  {
    topology,
    seed,
    arrivals,
    days = variant.days ?? scenario.arrivals.days,
    prices,
  }: { topology: ModelTopology; seed: number; arrivals?: Iterable<Arrival>; days?: number; prices?: PriceTable },
): { answer: Answer; result: SimulationResult } =>
  answer({
    topology: withTopology(topology, variant.topology ?? {}),
    arrivals:
      arrivals ?? generate({ ...scenario.arrivals, days, ...(variant.rhythm ? { rhythm: variant.rhythm } : {}) }, seed),
    seconds: days * DAY,
    seed,
    workload: variant.workload ?? referenceWorkload,
    aws: awsOf(variant),
    ...(prices ? { prices } : {}),
  });
