import type { CapacityMessage } from "@torrent/core/unstable";
import type { EmbeddedCloud } from "../cloud.ts";

/** W3C trace context of a request that no package caused. */
const traceparent = (id: string): string => {
  const hex = id.replaceAll("-", "").padEnd(32, "0");
  return `00-${hex.slice(0, 32)}-${hex.slice(0, 16)}-01`;
};

/**
 * Asks for workers where heavy work waits and none lives, because they were killed with the machine or died one by one:
 * the request that came with the work is answered long since.
 */
export const mendCapacity = async (cloud: EmbeddedCloud, heavy: readonly string[]): Promise<void> => {
  if ((await cloud.fleet.prune()) > 0) return;
  const depths = await Promise.all(heavy.map((queue) => cloud.queues.depth(queue)));
  if (depths.every(({ visible }) => visible === 0)) return;
  const token = cloud.random.id();
  const request: CapacityMessage = { type: "capacity", v: 1, traceparent: traceparent(token), token };
  await cloud.queues.send("dispatch", [{ body: JSON.stringify(request) }]);
  cloud.log("info", "workers-missing", { token });
};

/** Work that dead workers hold comes back at once, not when its visibility ends. */
export const returnHeavyWork = async (cloud: EmbeddedCloud, heavy: readonly string[]): Promise<void> => {
  if ((await cloud.fleet.prune()) > 0) return;
  for (const queue of heavy) await cloud.queues.reclaim(queue);
};
