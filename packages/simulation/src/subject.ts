import type { Choreography, Secrets } from "@torrent/core/unstable";
import type { Delivery } from "./world/scenario.ts";

/** What a package must come to, known apart from the run that is checked. */
export interface Expectation {
  /** Decomposition rejects it whole. */
  rejected: boolean;
  components: number;
  /** By component and pass, `12 parse`: the digest of the output, or `undefined` where it may differ from run to run. */
  outputs: ReadonlyMap<string, string | undefined>;
}

/** What is simulated: a choreography, and what is known of the packages that it is given. */
export interface Subject {
  choreography: Choreography;
  /** `undefined` where nothing is known yet, as in the run that shows what a package comes to. */
  expect(delivery: Delivery): Expectation | undefined;
  /** Whether the subscribers' own handlers run, or are only recorded as told. */
  subscribers: "run" | "record";
  /** Runs every pass a second time, and compares what it gives. */
  twice?: boolean;
  secrets?: Secrets;
  /** A folder for what does not fit in memory. */
  scratchDir?: string;
}
