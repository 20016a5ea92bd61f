import { dispatchHandler } from "../dispatch.ts";
import { pipelineOf } from "../pipeline.ts";
import { queuesAndTable, withoutObjects } from "./cloud.ts";
import type { Environment } from "./compose.ts";
import { type FleetTools, launchedFleet } from "./fleet.ts";
import { queueByUrl } from "./queue-of.ts";

export const compose = (env: Environment, tools: FleetTools = {}) => {
  const base = queuesAndTable(env, tools.onClient);
  const fleet = launchedFleet(base, env.TORRENT_STAGE ?? "local", tools);
  return dispatchHandler(pipelineOf(withoutObjects(base, fleet)), queueByUrl(base.config.sqs.queues));
};
export const handler = compose(process.env);
