/** How results are added up. It is not part of `unstable.ts`, so that functions load it only when they add up. */

export { addUp, groupsOf } from "./reduce/add-up.ts";
export { ahead } from "./reduce/ahead.ts";
export { finishRound, type Times, totalsOf } from "./reduce/finish-round.ts";
export { Fold, type PackedSum } from "./reduce/fold.ts";
export { type GatheredComponent, type GatheredTask, gather, withNode } from "./reduce/gather.ts";
export { nodesUnder, readComponents } from "./reduce/read-components.ts";
export { roundFacts } from "./reduce/round-facts.ts";
export {
  addComponent,
  addDefect,
  addFailure,
  addResult,
  addTask,
  type DefectiveResult,
  emptyRoundSum,
  type FailedTask,
  finishedSum,
  KEPT,
  mergeRoundSums,
  passesWithoutResult,
  ROUND_SUM_VERSION,
  RoundSum,
} from "./reduce/round-sum.ts";
export { statusOf } from "./reduce/status.ts";
export { foldOf, openSum, type StoredSum, sumKey, writeSum } from "./reduce/stored-sum.ts";
export { isSummed, SUM_LIMIT, summariser } from "./stages/aggregate/summarise.ts";
