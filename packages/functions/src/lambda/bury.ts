import { deployment, withoutWorkers } from "@torrent/core/aws/deployment";
import { type Choreography, composePipeline } from "@torrent/core/unstable";
import { type BuryRound, buryRound } from "../bury-round.ts";
import type { Compose } from "./compose.ts";
import { loggerLog } from "./log.ts";

type Context = Parameters<ReturnType<typeof buryRound>>[0];

export const bury =
  (choreography: Choreography): Compose<(event: unknown, context: Context) => Promise<BuryRound>> =>
  (env, onClient) => {
    const cloud = withoutWorkers(deployment(env, loggerLog(), onClient));
    const round = buryRound(composePipeline(choreography, cloud, { scratchDir: "", summarise: false }));
    return (_event, context) => round(context);
  };
