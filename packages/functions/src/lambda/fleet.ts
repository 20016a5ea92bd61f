import { ecsClient, ecsWorkerFleet } from "@torrent/core/aws";
import type { Base, OnClient } from "@torrent/core/aws/deployment";
import type { WorkerFleet } from "@torrent/core/unstable";
import { counted, counter } from "./metrics.ts";

export interface FleetTools {
  onClient?: OnClient;
  /** Stands in for ECS, of which no emulator exists. */
  client?: ReturnType<typeof ecsClient>;
}

/** The workers as DISPATCH has them: it sees them, launches more, and counts those that did not start. */
export const launchedFleet = (base: Base, stage: string, { onClient, client }: FleetTools = {}): WorkerFleet => {
  const { config, dynamo, clock, log } = base;
  if (!config.ecs) throw new TypeError("TORRENT_FLEET is not set; the deployment sets it for DISPATCH");
  const ecs = { ...(config.region && { region: config.region }), ...config.ecs };
  const made = client ?? ecsClient(ecs);
  onClient?.(made);
  const fleet = ecsWorkerFleet({ ...ecs, table: config.dynamodb.table }, { client: made, dynamo, clock, log });
  return counted(fleet, counter(stage));
};
