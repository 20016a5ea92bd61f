import type { Arrival } from "../arrivals/arrival.ts";
import { type AwsBehaviour, awsBehaviour } from "../aws.ts";
import type { ModelTopology } from "../topology.ts";
import { referenceWorkload, type Workload } from "../workload.ts";

export interface SimulationOptions {
  topology: ModelTopology;
  arrivals: Iterable<Arrival>;
  /** Time for which what costs by the hour is paid; the run goes on until the last package has its report. */
  seconds: number;
  seed?: number;
  /** Decides business hours. */
  startsAt?: Date;
  workload?: Workload;
  aws?: AwsBehaviour;
  /** Standard deviation of the logarithm of component sizes within one package. */
  sizeSpread?: number;
}

/** A Monday. */
export const MONDAY = new Date("2026-11-02T00:00:00Z");

export const complete = (options: SimulationOptions): Required<SimulationOptions> => {
  const { seconds } = options;
  if (!(seconds > 0)) throw new RangeError(`A simulation lasts more than 0 seconds, not ${seconds}`);
  return { seed: 1, startsAt: MONDAY, workload: referenceWorkload, aws: awsBehaviour, sizeSpread: 1, ...options };
};
