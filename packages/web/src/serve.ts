import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import type { Choreography, Cloud } from "@torrent/core/unstable";
import { createApi } from "./api/index.ts";
import { guardPace, type Pace } from "./body-pace.ts";
import { registerUploaded } from "./register.ts";
import { dashboard } from "./static.ts";

export interface ServeOptions {
  cloud: Cloud;
  /** 0 selects a free port. */
  port: number;
  /** The folder of the built dashboard. @default this package's `dist/dashboard` */
  dashboardDir?: string;
  choreography: Choreography;
  /** Connections with a slower request body are closed. @default 1 KB in 30 seconds */
  pace?: Pace;
}

const PACE: Pace = { everyMs: 30_000, leastBytes: 1024 };

const KEPT_DESCRIPTORS = 256;
const LEAST_CONNECTIONS = 64;
const MOST_CONNECTIONS = 10_000;

const mostConnections = (): number => {
  let descriptors = Number.POSITIVE_INFINITY;
  try {
    descriptors = Number(/^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? descriptors);
  } catch {
    // Only Linux has this file.
  }
  return Math.max(LEAST_CONNECTIONS, Math.min(MOST_CONNECTIONS, descriptors - KEPT_DESCRIPTORS));
};

/** Serves API and dashboard on 127.0.0.1, without a token, to this machine only. */
export const serve = async ({
  cloud,
  port,
  dashboardDir,
  choreography,
  pace = PACE,
}: ServeOptions): Promise<{ url: string; close(): Promise<void> }> => {
  const app = createApi({
    cloud,
    auth: { mode: "loopback" },
    cursorKey: randomBytes(32),
    directUploads: true,
    rate: false,
    choreography,
    register: registerUploaded(cloud, choreography),
  });
  app.get("*", dashboard(dashboardDir ?? fileURLToPath(new URL("../dist/dashboard", import.meta.url))));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // A package of many gigabytes may take longer to upload than Node's five minutes for a request.
  server.requestTimeout = 0;
  guardPace(server, pace);
  // The pipeline in this process needs file descriptors too.
  server.maxConnections = mostConnections();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1" }, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};
