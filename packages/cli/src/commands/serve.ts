import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { failureOf } from "@torrent/core/unstable";
import { serve as serveApi } from "@torrent/web/serve";
import { loadConfig } from "../config.ts";
import { deliver } from "../deliver.ts";
import { startEmbedded } from "../embedded.ts";
import { EnvironmentError } from "../errors.ts";

export interface ServeOptions {
  port: number;
  data: string;
  samples: boolean;
  json?: boolean;
  config?: string;
}

const samplesDir = fileURLToPath(new URL("../../../../samples", import.meta.url));

/** The embedded pipeline with its API and dashboard on loopback, until SIGINT or SIGTERM. */
export const serve = async (
  options: ServeOptions,
  { out, err }: { out: { write(text: string): unknown }; err: { write(text: string): unknown } },
  until: AbortSignal,
): Promise<void> => {
  const dataDir = resolve(options.data);
  const first = !existsSync(join(dataDir, "store.db"));
  let base = "";
  const { choreography } = await loadConfig(options.config);
  const embedded = await startEmbedded({ dataDir, choreography, uploadBase: () => base });
  const { cloud } = embedded;
  try {
    const server = await serveApi({ cloud, port: options.port, choreography }).catch((error: unknown) => {
      throw new EnvironmentError(
        `Cannot listen on port ${options.port} (${failureOf(error).message}); choose another with --port`,
      );
    });
    base = server.url;
    out.write(options.json ? `${JSON.stringify({ url: server.url, data: dataDir })}\n` : `${server.url}\n`);
    err.write(`Torrent is running at ${server.url} (data in ${dataDir}). Press Ctrl-C to stop; no data is lost\n`);
    try {
      if (first && options.samples && existsSync(samplesDir)) {
        const names = readdirSync(samplesDir).sort();
        for (const name of names) await deliver(cloud.objects, join(samplesDir, name));
        err.write(`Submitted ${names.length} sample packages: ${names.join(", ")}\n`);
      }
      if (!until.aborted) await new Promise((stop) => until.addEventListener("abort", stop, { once: true }));
    } finally {
      await server.close();
    }
  } finally {
    await embedded.close();
  }
};
