import { type BuryRound, buryRound } from "../bury-round.ts";
import { pipelineOf } from "../pipeline.ts";
import { deployment, withoutWorkers } from "./cloud.ts";
import type { Compose } from "./compose.ts";

type Context = Parameters<ReturnType<typeof buryRound>>[0];

export const compose: Compose<(event: unknown, context: Context) => Promise<BuryRound>> = (env, onClient) => {
  const round = buryRound(pipelineOf(withoutWorkers(deployment(env, onClient))));
  return (_event, context) => round(context);
};
export const handler = compose(process.env);
