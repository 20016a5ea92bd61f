export { type EmbeddedCloud, type EmbeddedOptions, embeddedCloud } from "./cloud.ts";
export { connect } from "./connect.ts";
export type { FleetOptions } from "./fleet/worker-process.ts";
export { UPLOAD_PATH, type UploadGrant, type Uploads } from "./objects/upload.ts";
export type { EmbeddedQueue } from "./queues/message-queue.ts";
export type { Wake } from "./queues/wake.ts";
export type { Handler, Handlers, InvocationContext, Stage } from "./runner/invocation.ts";
export { type Runner, type RunnerOptions, type RunnerTopology, startRunner } from "./runner/start-runner.ts";
export { jsonLog, logLevel, systemClock, systemRandom } from "./runtime.ts";
