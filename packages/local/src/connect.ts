import type { Choreography } from "@torrent/core/unstable";
import { type EmbeddedCloud, embeddedCloud } from "./cloud.ts";
import { jsonLog, logLevel } from "./runtime.ts";

/**
 * Opens the cloud that the environment names, for a worker process or any other guest of a running pipeline:
 * `TORRENT_DATA` is the data folder, `TORRENT_LOG` the least level that is logged (to stderr).
 *
 * A worker whose parent is gone gets SIGTERM, as a container of a stopped service would.
 */
export const connect = (
  env: Readonly<Record<string, string | undefined>> = process.env,
  choreography?: Pick<Choreography, "topology">,
): EmbeddedCloud => {
  const dataDir = env.TORRENT_DATA;
  if (!dataDir) throw new Error("TORRENT_DATA is not set; set it to the data folder of the pipeline to connect to");
  if (env.TORRENT_WORKER_ID !== undefined && process.channel) {
    process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
    process.channel.unref();
  }
  return embeddedCloud({
    dataDir,
    log: jsonLog(logLevel(env.TORRENT_LOG)),
    ...(choreography
      ? { queues: choreography.topology.queues, leaseSeconds: choreography.topology.fleet.leaseSeconds }
      : {}),
  });
};
