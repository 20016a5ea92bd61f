import type { Cloud } from "@torrent/core";
import { ecsClient, ecsWorkerFleet } from "@torrent/core/aws";
import type { Deployment, OnClient } from "./cloud.ts";
import { counted, counter } from "./metrics.ts";

/** The cloud of DISPATCH: it sees the workers, launches more, and counts those that did not start. */
export const withWorkers = (
  { config, dynamo, ...ports }: Deployment,
  stage: string,
  { onClient, client }: { onClient?: OnClient; client?: ReturnType<typeof ecsClient> } = {},
): Cloud => {
  if (!config.ecs) throw new TypeError("TORRENT_FLEET is not set; infra/functions.ts sets it for DISPATCH");
  const { clock } = ports;
  const ecs = { ...(config.region && { region: config.region }), ...config.ecs };
  const made = client ?? ecsClient(ecs);
  onClient?.(made);
  const fleet = ecsWorkerFleet({ ...ecs, table: config.dynamodb.table }, { client: made, dynamo, clock });
  return { ...ports, fleet: counted(fleet, counter(stage)) };
};
