import { type Cloud, parseRules } from "@torrent/core";
import { decompose } from "@torrent/decompose";
import { passes } from "@torrent/worker/passes";
import * as stage from "./handlers.ts";

export * from "./handlers.ts";

/** Every stage's handler over one cloud; on AWS each has an entry of its own under `lambda/`. */
export const handlers = (cloud: Cloud, env: Readonly<Record<string, string | undefined>> = process.env) => {
  const bare = stage.pipelineOf(cloud);
  const analysing = stage.pipelineOf(cloud, { passes, rules: parseRules(env.TORRENT_RULES) });
  return {
    intake: stage.intakeHandler(stage.pipelineOf(cloud, { decompose })),
    classify: stage.classifyHandler(analysing),
    analyze: stage.analyzeHandler(analysing),
    aggregate: stage.aggregateHandler(bare),
    dispatch: stage.dispatchHandler(bare),
    bury: stage.buryHandler(bare),
    sweep: stage.sweepHandler(bare),
  };
};
