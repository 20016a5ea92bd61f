/** Why a message waits. */
export const reasons = [
  "none",
  "batching window",
  "pollers' ramp",
  "maximum concurrency",
  "account concurrency",
  "Lambda's ramp",
  "worker start",
  "launch bucket",
  "maximum workers",
  "busy workers",
] as const;
export type Reason = (typeof reasons)[number];

const code = (reason: Reason): number => reasons.indexOf(reason);
export const NONE = code("none");
export const WINDOW = code("batching window");
export const POLLERS = code("pollers' ramp");
export const CONCURRENCY = code("maximum concurrency");
export const ACCOUNT = code("account concurrency");
export const RAMP = code("Lambda's ramp");
export const WORKER_START = code("worker start");
export const LAUNCH = code("launch bucket");
export const MAX_WORKERS = code("maximum workers");
/** Fewer tasks than a further worker is launched for. */
export const BUSY_WORKERS = code("busy workers");
