import type { Fault } from "../faults/fault.ts";

/** A package that is delivered. */
export interface Delivery {
  name: string;
  /** Milliseconds after the start of the run. */
  at: number;
  body: Uint8Array;
  metadata?: Record<string, string>;
}

/** What a person does through the API. */
export interface Action {
  /** Milliseconds after the start of the run. */
  at: number;
  /** `redrive` runs failed tasks again, `tell` repeats failed deliveries to subscribers. */
  kind: "redrive" | "cancel" | "tell";
  /** Which delivery's package; there is nothing to do where it is not known yet. */
  delivery: number;
}

/** All that decides a run: the same scenario is the same run. */
export interface Scenario<D = Delivery> {
  /** Latencies, orders and clock skews. */
  seed: number;
  deliveries: readonly D[];
  actions: readonly Action[];
  faults: readonly Fault[];
  /** Greatest difference of a process's clock from the true time. */
  skewMs: number;
}
