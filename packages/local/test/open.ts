import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedCloud, type EmbeddedOptions, embeddedCloud } from "../src/index.ts";

/** A cloud on a folder of its own, and how to be rid of both. */
export const openCloud = async (
  options: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedCloud & { dispose(): Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-local-"));
  const cloud = embeddedCloud({ dataDir, ...options });
  return Object.assign(cloud, {
    dispose: async () => {
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
};
