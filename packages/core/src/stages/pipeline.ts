import type { Decompose } from "../decomposition.ts";
import type { Limits } from "../limits.ts";
import type { Estimate, PassRegistry } from "../pass.ts";
import type { Route } from "../plan.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { TallyNode } from "../ports/tally-store.ts";
import type { PriorityTable } from "../priority/table.ts";
import type { EstimateTable } from "./classify/estimates.ts";
import type { ClassificationRule } from "./classify/rule.ts";

/** Everything that a stage works with; made once, at a composition root. */
export interface Pipeline {
  cloud: Cloud;
  passes: PassRegistry;
  rules: readonly ClassificationRule[];
  limits: Limits;
  /** What passes take here, where a deployment has measured it. @default each pass's own estimate */
  estimates?: EstimateTable;
  /** What scores are made from. @default the project's own */
  priority?: PriorityTable;
  /** Where a round of this estimate is aggregated. @default as tasks are routed */
  routeAggregation?: (estimate: Estimate) => Route;
  /** A folder for what does not fit in memory; Lambda's `/tmp`. */
  scratchDir: string;
  /** Needed by intake only. */
  decompose?: Decompose;
  /** Given to those that perform tasks: sums up groups of components as they fill. Without it aggregation does so. */
  summarise?: (cloud: Cloud, groups: readonly TallyNode[]) => Promise<void>;
}
