import type { Cloud } from "@torrent/core";
import { aggregateHandler } from "./aggregate.ts";
import { analyzeHandler } from "./analyze.ts";
import { buryHandler } from "./bury.ts";
import { classifyHandler } from "./classify.ts";
import { dispatchHandler } from "./dispatch.ts";
import { intakeHandler } from "./intake.ts";
import { sweepHandler } from "./sweep.ts";

export { aggregateHandler, analyzeHandler, buryHandler, classifyHandler, dispatchHandler, intakeHandler, sweepHandler };

/** Every stage's handler over one cloud; on AWS each has an entry of its own under `lambda/`. */
export const handlers = (cloud: Cloud) => ({
  intake: intakeHandler(cloud),
  classify: classifyHandler(cloud),
  analyze: analyzeHandler(cloud),
  aggregate: aggregateHandler(cloud),
  dispatch: dispatchHandler(cloud),
  bury: buryHandler(cloud),
  sweep: sweepHandler(cloud),
});
