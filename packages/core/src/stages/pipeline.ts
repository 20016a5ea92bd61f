import type { Choreography } from "../choreography/define-choreography.ts";
import type { Lazy } from "../choreography/lazy.ts";
import type { Decompose } from "../decomposition.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { TallyNode } from "../ports/tally-store.ts";

/** What every stage works with; made once, at a composition root. A stage's own type says what else it uses. */
export interface Pipeline
  extends Pick<Choreography, "topology" | "priority" | "onComplete" | "aggregation" | "toleratedFailurePercent"> {
  cloud: Cloud;
  /**
   * Given to those that perform tasks: adds up groups of components as they fill. Where it is missing, aggregation adds them
   * up from their results.
   */
  summarise?: (groups: readonly TallyNode[], cloud: Cloud) => Promise<void>;
}

/** What intake needs. */
export interface Intake extends Pipeline {
  decompose: Decompose | Lazy<Decompose>;
  /** A folder for what does not fit in memory; Lambda's `/tmp`. */
  scratchDir: string;
}

/** What classification needs. */
export interface Planning extends Pipeline, Pick<Choreography, "passes" | "classify" | "estimates"> {}

/** Where passes and subscribers get their secrets; throws where one is not set. */
export type Secrets = (name: string) => string;

/** What performing a task needs. */
export interface Performing extends Pipeline, Pick<Choreography, "passes" | "counts"> {
  secrets: Secrets;
}

/** What aggregation needs. */
export interface Aggregating extends Pipeline, Pick<Choreography, "passes" | "counts" | "reduce"> {}

/** What delivering to subscribers needs. */
export interface Completing extends Pipeline, Pick<Choreography, "name" | "reduce"> {
  secrets: Secrets;
}

/** Everything that any stage needs; what is heavy in it is loaded when it is first used. */
export interface WholePipeline extends Intake, Planning, Performing, Aggregating, Completing {}
