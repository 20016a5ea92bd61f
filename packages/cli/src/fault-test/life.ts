import { completions } from "@torrent/core/operations";
import { isTerminalState } from "@torrent/core/unstable";
import type { EmbeddedCloud } from "@torrent/local";
import { loadConfig } from "../config.ts";
import { deliver } from "../deliver.ts";
import { startEmbedded } from "../embedded.ts";

/**
 * One life of the pipeline on a data folder: delivers the packages and works until nothing is left to do. Killed at any moment,
 * the next life goes on where it was. Arguments: the data folder, then the packages' paths.
 */
const [dataDir = "", ...paths] = process.argv.slice(2);
const LOOK_MS = 50;

const isDone = async (cloud: EmbeddedCloud): Promise<boolean> => {
  const { packages } = await cloud.packages.list({ limit: 1000 });
  for (const row of packages) {
    if (!isTerminalState(row.state) || row.announcing) return false;
    if ((await completions({ cloud }, row)).some(({ outcome }) => outcome === "pending")) return false;
  }
  return packages.length >= paths.length;
};

const { choreography } = await loadConfig(undefined);
const embedded = await startEmbedded({ dataDir, choreography });
for (const path of paths) await deliver(embedded.cloud.objects, path);
while (!(await isDone(embedded.cloud))) await embedded.cloud.clock.sleep(LOOK_MS);
await embedded.close();
process.exit(0);
