import type { Fault } from "../faults/fault.ts";
import type { Delivery } from "./packages.ts";

/** What a person does through the API. */
export interface Action {
  /** Milliseconds after the start of the run. */
  at: number;
  kind: "redrive" | "cancel";
  /** Which delivery's package; there is nothing to do where it is not known yet. */
  delivery: number;
}

/** All that decides a run: the same scenario is the same run. */
export interface Scenario {
  /** Latencies, orders and clock skews. */
  seed: number;
  deliveries: readonly Delivery[];
  actions: readonly Action[];
  faults: readonly Fault[];
  /** Greatest difference of a process's clock from the true time. */
  skewMs: number;
}
