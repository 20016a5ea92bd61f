import type { QueueSpec, Topology } from "./topology/topology.ts";

/**
 * Seconds until a failed delivery is tried again: by default half a minute, four minutes, half an hour. Short enough not to wait
 * out the visibility of a queue (an hour where functions run for ten minutes), long enough that an outage of minutes
 * does not use up the receives and dead-letter what is healthy. After the last receive there is nothing to wait for.
 */
export const retryAfterSeconds = (
  { retrySeconds }: Pick<Topology, "retrySeconds">,
  { maxReceives }: Pick<QueueSpec, "maxReceives">,
  attempt: number,
): number => (attempt >= maxReceives ? 0 : retrySeconds * 8 ** Math.min(2, attempt - 1));
