import { passes } from "@torrent/analysis";
import { type Cloud, parseAggregation, parseEstimates, parsePriority, parseRules, summarise } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose";
import * as stage from "./handlers.ts";

export * from "./handlers.ts";

/** Every stage's handler over one cloud; on AWS each has an entry of its own under `lambda/`. */
export const handlers = (cloud: Cloud, env: Readonly<Record<string, string | undefined>> = process.env) => {
  const bare = stage.pipelineOf(cloud);
  const priority = parsePriority(env.TORRENT_PRIORITY);
  const rules = parseRules(env.TORRENT_RULES);
  const estimates = parseEstimates(env.TORRENT_ESTIMATES);
  const routeAggregation = parseAggregation(env.TORRENT_AGGREGATION);
  return {
    intake: stage.intakeHandler(stage.pipelineOf(cloud, { decompose, priority })),
    classify: stage.classifyHandler(stage.pipelineOf(cloud, { passes, rules, estimates, priority })),
    analyze: stage.analyzeHandler(stage.pipelineOf(cloud, { passes, rules, estimates, priority, summarise })),
    aggregate: stage.aggregateHandler(stage.pipelineOf(cloud, { priority, routeAggregation })),
    dispatch: stage.dispatchHandler(bare),
    bury: stage.buryHandler(bare),
    sweep: stage.sweepHandler(bare),
  };
};
