import { queuesAndTable, withoutObjects } from "@torrent/core/aws/deployment";
import { type Choreography, composePipeline } from "@torrent/core/unstable";
import { dispatchHandler } from "../dispatch.ts";
import type { Environment } from "./compose.ts";
import { type FleetTools, launchedFleet } from "./fleet.ts";
import { loggerLog } from "./log.ts";
import { queueByUrl } from "./queue-of.ts";

export const dispatch =
  (choreography: Choreography) =>
  (env: Environment, tools: FleetTools = {}) => {
    const base = queuesAndTable(env, loggerLog(), tools.onClient);
    const fleet = launchedFleet(base, env.TORRENT_STAGE ?? "local", tools);
    const pipeline = composePipeline(choreography, withoutObjects(base, fleet), { scratchDir: "", summarise: false });
    return dispatchHandler(pipeline, queueByUrl(base.config.sqs.queues));
  };
