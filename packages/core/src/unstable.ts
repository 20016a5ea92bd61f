/** Everything that the other packages of Torrent are made with. May change in any release; see `index.ts` for what does not. */
export { collect } from "./bytes.ts";
export type { Classification } from "./choreography/classification.ts";
export {
  type Choreography,
  type ChoreographyDefinition,
  defineChoreography,
  isChoreography,
} from "./choreography/define-choreography.ts";
export { definePanel, type Panel, type PanelHandler, type PanelRequest } from "./choreography/define-panel.ts";
export {
  type AnyPass,
  definePass,
  type Estimate,
  type FactorValues,
  type Needs,
  type OutputOf,
  type Pass,
  type Run,
  type Upstream,
} from "./choreography/define-pass.ts";
export {
  type ComponentResults,
  type ComponentTask,
  defineReducer,
  type FinishedRound,
  type LinesFile,
  type Reducer,
  type ReducerPart,
} from "./choreography/define-reducer.ts";
export {
  defineSubscriber,
  type OnceOptions,
  type PackageEvent,
  type Subscriber,
  type SubscriberContext,
} from "./choreography/define-subscriber.ts";
export { type Lazy, resolved } from "./choreography/lazy.ts";
export { checkedLimits, type Limit } from "./choreography/limits.ts";
export { asDeployed, CONFIG_VARIABLE, choreographyFrom, loadChoreography } from "./choreography/load.ts";
export { checkOptions, nearest, suggestion } from "./choreography/options.ts";
export type {
  CacheMode,
  ContentContext,
  ContentFacts,
  GrownPiece,
  PackageContext,
  PackageFacts,
  RunContext,
  UncachedContext,
} from "./choreography/run-context.ts";
export {
  describeIssues,
  isStandardSchema,
  type SchemaInput,
  type SchemaIssue,
  type SchemaOutput,
  type SchemaResult,
  type StandardSchema,
  validated,
} from "./choreography/standard-schema.ts";
export {
  type ComponentFacts,
  type ComponentState,
  componentStates,
  Defect,
  NAME_LIMIT_BYTES,
  ownPart,
  type Slice,
} from "./component.ts";
export { fromMetadata, toMetadata } from "./component-metadata.ts";
export { type Cost, type CostPart, costOf, prices, type Usage } from "./cost/prices.ts";
export { readUsage, usageOf } from "./cost/usage.ts";
export { type LinesOptions, lines } from "./decomposers/lines.ts";
export { pieceOf } from "./decomposers/piece.ts";
export { whole } from "./decomposers/whole.ts";
export type { Decompose, PackageSource, Piece } from "./decomposition.ts";
export { type Failure, failureOf, isTerminal, RetryLater, TerminalError } from "./errors.ts";
export { formatBytes, formatThroughput } from "./format/bytes.ts";
export { formatDateTime, formatTimeOnAxis, formatUtc } from "./format/dates.ts";
export { formatAge, formatDuration, formatTimeLeft } from "./format/durations.ts";
export { formatUsd } from "./format/money.ts";
export { countOf, formatCompactCount, formatCount, formatPercent, formatRate, pluralOf } from "./format/numbers.ts";
export { type ComponentRef, digest, grownRef, keys, packageId, refOfKey } from "./ids.ts";
export { inParallel } from "./in-parallel.ts";
export { type Limits, limits } from "./limits.ts";
export {
  AggregateMessage,
  CapacityMessage,
  ClassifyMessage,
  CompleteMessage,
  HeavyMessage,
  IntakeMessage,
  objectKey,
  parseMessage,
  RedriveMessage,
  S3EventRecord,
  S3Notification,
  TaskMessage,
} from "./messages.ts";
export { objectCreated } from "./object-created.ts";
export {
  addCounts,
  addTotals,
  COUNT_NAME,
  type Counts,
  countedTotal,
  hasFailure,
  MAX_COUNTS,
  noTotals,
  type Outcome,
  outcomes,
  settledTasks,
  sumKeys,
  type Totals,
} from "./outcome.ts";
export {
  assertPlan,
  EXTRACT,
  isUnplanned,
  type Lane,
  lanes,
  MAX_CHAIN,
  MAX_TASKS,
  PLAN_NAME_LIMIT,
  Plan,
  PlannedTask,
  type Route,
  ready,
  routes,
  topological,
  unplanned,
} from "./plan.ts";
export type { Cloud } from "./ports/cloud.ts";
export type { MessageQueue, OutgoingMessage, QueueDepth, ReceivedMessage } from "./ports/message-queue.ts";
export type { ByteRange, ObjectInfo, ObjectPage, ObjectStore, PutOptions } from "./ports/object-store.ts";
export {
  type AnnouncedState,
  announcedStates,
  isTerminalState,
  openStates,
  type PackagePage,
  type PackagePatch,
  type PackageRow,
  type PackageState,
  type PackageStore,
  packageStates,
  type RedriveSelection,
  type TerminalState,
  type TransitionGuard,
  terminalStates,
} from "./ports/package-store.ts";
export {
  type PresignedRequest,
  type PresignedUploads,
  UPLOAD_PART_BYTES,
  UPLOAD_PARTS,
  type UploadedPart,
  type UploadOptions,
} from "./ports/presigned-uploads.ts";
export type { Clock, Log, LogLevel, Random } from "./ports/runtime.ts";
export type { Expectation, NodeKey, Receipt, Settlement, TallyNode, TallyStore } from "./ports/tally-store.ts";
export type { WorkerFleet, WorkerLease } from "./ports/worker-fleet.ts";
export { kindFactor } from "./priority/kind.ts";
export { couldBecome, pointsOf } from "./priority/points.ts";
export { bandOf, type Factor, factor, greatestFactors, type Priority, score, waitingFactor } from "./priority/score.ts";
export {
  type Band,
  bands,
  defaultPriority,
  definePriority,
  descending,
  type Priorities,
  type PriorityDefinition,
  PriorityTable,
  stageFactors,
} from "./priority/table.ts";
export { byRef, byTree, compare } from "./reduce/order.ts";
export { PackageOutcome } from "./reduce/outcome-document.ts";
export { countsOf, factorsOf, toFactors } from "./results/output-facts.ts";
export {
  contentFacts,
  type Occasion,
  resultInput,
  type UpstreamResult,
  upstreamKey,
  upstreamOf,
} from "./results/result-key.ts";
export { type ReadResult, type Result, readResult, StoredResult, writeResult } from "./results/stored-result.ts";
export { retryAfterSeconds } from "./retry.ts";
export { checked, parse, type Schema, safeParse } from "./schema.ts";
export { siblingModule } from "./sibling-module.ts";
export { aggregate, isComplete } from "./stages/aggregate/aggregate.ts";
export { byteChannel } from "./stages/aggregate/byte-channel.ts";
export {
  AGGREGATION_LEASE_MS,
  type AggregationLease,
  secondsLeft,
  takeLease,
  whileLeased,
} from "./stages/aggregate/lease.ts";
export { aggregationEstimate, aggregationQueue, handOver } from "./stages/aggregate/route.ts";
export { classify } from "./stages/classify/classify.ts";
export { ANY_KIND, EstimateLine, EstimateTable, estimateOf, parseEstimateTable } from "./stages/classify/estimates.ts";
export { FUNCTION_MEMORY_MB, FUNCTION_SECONDS, laneOf, planFor, route } from "./stages/classify/plan-for.ts";
export { type CheckedRule, ClassificationRule, checkedRules } from "./stages/classify/rule.ts";
export { announce, announceEnd, announceOpen, endPackage } from "./stages/complete/announce.ts";
export { type CompletionStatus, complete, eventKey, noteOf, settleDelivery } from "./stages/complete/complete.ts";
export { type Announcement, completionId, completionKey, completionPlan } from "./stages/complete/completion-node.ts";
export { type OnceAddress, onceOver } from "./stages/complete/once.ts";
export { type ComposeOptions, composePipeline } from "./stages/compose-pipeline.ts";
export { dispatch, wantedWorkers } from "./stages/dispatch/dispatch.ts";
export { beatWhile, holdWhile } from "./stages/dispatch/hold.ts";
export { type Declarations, Declared, declaredFactors } from "./stages/intake/declared.ts";
export { intake, packageOf, reject } from "./stages/intake/intake.ts";
export { claimInbox } from "./stages/intake/unclaimed.ts";
export { writePiece } from "./stages/intake/write-piece.ts";
export { type CalibrationRow, calibrate } from "./stages/measure/calibrate.ts";
export { type Measurement, measurements, type Throughput, throughput } from "./stages/measure/measurements.ts";
export {
  type ClassifyTarget,
  requestCapacity,
  sendAggregate,
  sendClassify,
  sendComplete,
  sendEvent,
  sendRedrive,
  sendTasks,
} from "./stages/messaging/send.ts";
export { childTrace, traceOf } from "./stages/messaging/trace.ts";
export { traced, within } from "./stages/messaging/traced.ts";
export {
  Attempts,
  logFailed,
  noteAttempt,
  readAttempts,
  type TaskAddress,
  triedTasks,
} from "./stages/perform/attempts.ts";
export { type Grower, growerOf, isGrown, isOpened, openSubtree } from "./stages/perform/growth.ts";
export { type Delivery, perform } from "./stages/perform/perform.ts";
export { type Occurrence, runPass } from "./stages/perform/run-pass.ts";
export { work } from "./stages/perform/work.ts";
export type {
  Aggregating,
  Completing,
  Intake,
  Performing,
  Pipeline,
  Planning,
  Secrets,
  WholePipeline,
} from "./stages/pipeline.ts";
export { fingerprint } from "./stages/redrive/fingerprint.ts";
export { secretsFrom } from "./stages/secrets.ts";
export { promotedLane } from "./stages/settle/lane.ts";
export { lostClimbs } from "./stages/settle/lost-climbs.ts";
export { conclude, follow } from "./stages/settle/settlement.ts";
export { type Buried, bury, DeadLetter } from "./stages/watch/bury.ts";
export { type WebhookOptions, webhook, webhookSignature } from "./subscribers/webhook.ts";
export { orphans } from "./tally/orphans.ts";
export { type Progress, progress } from "./tally/progress.ts";
export {
  type Climb,
  climb,
  isFull,
  type Slot,
  seal,
  settleTask,
  slotKey,
  slotOf,
  type TaskEnd,
} from "./tally/settle.ts";
export { FANOUT, growthDepth, height, parent, rightEdge, subtree, width } from "./tally/shape.ts";
export { buildTopology, type FunctionOptions, type TopologyOptions } from "./topology/build.ts";
export { defaultTopology } from "./topology/defaults.ts";
export {
  type Consumer,
  deadLetterQueue,
  type FleetSpec,
  heavyQueues,
  isHeavy,
  type QueueName,
  type QueueSpec,
  queueNames,
  type Topology,
  taskQueue,
  type WarmPool,
} from "./topology/topology.ts";
export { uploadInParts } from "./upload-in-parts.ts";
