/** A handler per trigger, over a pipeline that the deployment composes; nothing else, for small bundles. */
export { aggregateHandler } from "./aggregate.ts";
export { analyzeHandler } from "./analyze.ts";
export { buryHandler } from "./bury.ts";
export { classifyHandler } from "./classify.ts";
export { completeHandler } from "./complete.ts";
export { dispatchHandler } from "./dispatch.ts";
export { intakeHandler } from "./intake.ts";
export { sweepHandler } from "./sweep.ts";
