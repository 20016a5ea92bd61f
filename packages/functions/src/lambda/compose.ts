import { type Pipeline, parseAggregation, parseEstimates, parsePriority, parseRules } from "@torrent/core/unstable";
import type { QueueResolver } from "../batch.ts";
import { pipelineOf } from "../pipeline.ts";
import { deployment, type OnClient, withoutWorkers } from "./cloud.ts";
import { queueByUrl } from "./queue-of.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How an entry is composed from an environment; `onClient` lets a test record what its clients call. */
export type Compose<Handler> = (env: Environment, onClient?: OnClient) => Handler;

/** An entry that takes a queue's batches: the handler over the pipeline with the parts that its stage uses. */
export const queueEntry =
  <Handler>(
    handlerOf: (pipeline: Pipeline, queueOf: QueueResolver) => Handler,
    parts: Parameters<typeof pipelineOf>[1] = {},
  ): Compose<Handler> =>
  (env, onClient) => {
    const base = deployment(env, onClient);
    return handlerOf(
      pipelineOf(withoutWorkers(base), {
        ...parts,
        rules: parseRules(env.TORRENT_RULES),
        estimates: parseEstimates(env.TORRENT_ESTIMATES),
        priority: parsePriority(env.TORRENT_PRIORITY),
        routeAggregation: parseAggregation(env.TORRENT_AGGREGATION),
      }),
      queueByUrl(base.config.sqs.queues),
    );
  };
