/** What a choreography is written with. What must be importable and is not stable is in `@torrent/core/unstable`. */
export type { Classification } from "./choreography/classification.ts";
export { type Choreography, defineChoreography } from "./choreography/define-choreography.ts";
export { definePanel, type Panel } from "./choreography/define-panel.ts";
export { definePass, type Estimate, type OutputOf, type Pass } from "./choreography/define-pass.ts";
export {
  type ComponentResults,
  defineReducer,
  type FinishedRound,
  type Reducer,
} from "./choreography/define-reducer.ts";
export {
  defineSubscriber,
  type PackageEvent,
  type Subscriber,
  type SubscriberContext,
} from "./choreography/define-subscriber.ts";
export type { CacheMode, GrownPiece, RunContext } from "./choreography/run-context.ts";
export type { StandardSchema } from "./choreography/standard-schema.ts";
export type { ComponentFacts, Defect } from "./component.ts";
export { lines } from "./decomposers/lines.ts";
export { pieceOf } from "./decomposers/piece.ts";
export { whole } from "./decomposers/whole.ts";
export type { Decompose, Piece } from "./decomposition.ts";
export { type Failure, failureOf, RetryLater, TerminalError } from "./errors.ts";
export { type Outcome, outcomes } from "./outcome.ts";
export type { Cloud } from "./ports/cloud.ts";
export type { MessageQueue } from "./ports/message-queue.ts";
export type { ObjectStore } from "./ports/object-store.ts";
export type { PackageRow, PackageState, PackageStore } from "./ports/package-store.ts";
export type { Clock, Log, Random } from "./ports/runtime.ts";
export type { NodeKey, Receipt, TallyNode, TallyStore } from "./ports/tally-store.ts";
export type { WorkerFleet } from "./ports/worker-fleet.ts";
export { type Factor, score } from "./priority/score.ts";
export { definePriority, type PriorityTable } from "./priority/table.ts";
export type { PackageOutcome } from "./reduce/outcome-document.ts";
export { composePipeline } from "./stages/compose-pipeline.ts";
export { webhook } from "./subscribers/webhook.ts";
export { seal, settleTask, slotKey } from "./tally/settle.ts";
export type { TopologyOptions } from "./topology/build.ts";
export type { Topology } from "./topology/topology.ts";
