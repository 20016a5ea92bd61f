import { tmpdir } from "node:os";
import { deployment, type OnClient, withoutWorkers } from "@torrent/core/aws/deployment";
import { type Choreography, composePipeline, secretsFrom, type WholePipeline } from "@torrent/core/unstable";
import type { QueueResolver } from "../batch.ts";
import { loggerLog } from "./log.ts";
import { queueByUrl } from "./queue-of.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How an entry is composed from an environment; `onClient` lets a test record what its clients call. */
export type Compose<Handler> = (env: Environment, onClient?: OnClient) => Handler;

/** An entry that takes a queue's batches: the handler over the choreography on AWS. */
export const queueEntry =
  <Handler>(handlerOf: (pipeline: WholePipeline, queueOf: QueueResolver) => Handler) =>
  (choreography: Choreography): Compose<Handler> =>
  (env, onClient) => {
    const base = deployment(env, loggerLog(), onClient);
    const secrets = secretsFrom(env);
    const pipeline = composePipeline(choreography, withoutWorkers(base), { scratchDir: tmpdir(), secrets });
    return handlerOf(pipeline, queueByUrl(base.config.sqs.queues));
  };
