import type { Audit } from "../invariants/audit.ts";
import type { Outside } from "./outside.ts";
import type { Process } from "./process.ts";

/** What the choreography's own code is run with, and what it reports to. */
export interface Instruments {
  process: Process;
  outside: Outside;
  audit: Audit;
  /** The time that a pass takes. */
  passTime(): Promise<void>;
  subscribers: "run" | "record";
  /** Every pass runs a second time, and what it gives is compared. */
  twice: boolean;
}
