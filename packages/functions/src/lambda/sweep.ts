import { pipelineOf } from "../pipeline.ts";
import { sweepHandler } from "../sweep.ts";
import { deployment, withoutWorkers } from "./cloud.ts";
import type { Compose } from "./compose.ts";
import { type Count, counter } from "./metrics.ts";

const counts = (count: Count, sweep: ReturnType<typeof sweepHandler>): typeof sweep => {
  return async () => {
    const swept = await sweep();
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

export const compose: Compose<ReturnType<typeof sweepHandler>> = (env, onClient) =>
  counts(counter(env.TORRENT_STAGE ?? "local"), sweepHandler(pipelineOf(withoutWorkers(deployment(env, onClient)))));
export const handler = compose(process.env);
