import { deployment, withoutWorkers } from "@torrent/core/aws/deployment";
import { type Choreography, composePipeline } from "@torrent/core/unstable";
import { sweepHandler } from "../sweep.ts";
import type { Compose } from "./compose.ts";
import { loggerLog } from "./log.ts";
import { type Count, counter } from "./metrics.ts";

const counts = (count: Count, handle: ReturnType<typeof sweepHandler>): typeof handle => {
  return async () => {
    const swept = await handle();
    const { mended, expired, unclaimed } = swept;
    await count({
      PackagesOpen: swept.open,
      PackagesStuck: mended.length,
      PackagesExpired: expired.length,
      EventsLost: unclaimed.length,
    });
    return swept;
  };
};

export const sweep =
  (choreography: Choreography): Compose<ReturnType<typeof sweepHandler>> =>
  (env, onClient) => {
    const cloud = withoutWorkers(deployment(env, loggerLog(), onClient));
    // What aggregation adds up is not the sweep's to add up: it has 5 minutes for all packages.
    const pipeline = composePipeline(choreography, cloud, { scratchDir: "", summarise: false });
    return counts(counter(env.TORRENT_STAGE ?? "local"), sweepHandler(pipeline));
  };
