import { tmpdir } from "node:os";
import {
  type Choreography,
  type Cloud,
  choreographyFrom,
  composePipeline,
  parseEstimateTable,
  secretsFrom,
} from "@torrent/core/unstable";
import * as stage from "./handlers.ts";

export {
  aggregateHandler,
  analyzeHandler,
  buryHandler,
  classifyHandler,
  completeHandler,
  dispatchHandler,
  intakeHandler,
  sweepHandler,
} from "./handlers.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Estimates that were measured where this process runs come before the choreography's own. */
const withEstimates = (choreography: Choreography, json: string | undefined): Choreography => {
  if (json === undefined || json === "") return choreography;
  return { ...choreography, estimates: parseEstimateTable(JSON.parse(json), "TORRENT_ESTIMATES") };
};

/** Every stage's handler over one cloud; on AWS each has its own entry under `lambda/`. */
export const handlersOf = (choreography: Choreography, cloud: Cloud, env: Environment = process.env) => {
  const pipeline = composePipeline(withEstimates(choreography, env.TORRENT_ESTIMATES), cloud, {
    scratchDir: tmpdir(),
    secrets: secretsFrom(env),
  });
  return {
    intake: stage.intakeHandler(pipeline),
    classify: stage.classifyHandler(pipeline),
    analyze: stage.analyzeHandler(pipeline),
    aggregate: stage.aggregateHandler(pipeline),
    dispatch: stage.dispatchHandler(pipeline),
    complete: stage.completeHandler(pipeline),
    bury: stage.buryHandler(pipeline),
    sweep: stage.sweepHandler(pipeline),
  };
};

/** The handlers of the choreography that the environment names (`TORRENT_CONFIG`); what the embedded runner imports. */
export const handlers = async (cloud: Cloud, env: Environment = process.env) =>
  handlersOf(await choreographyFrom(env), cloud, env);
