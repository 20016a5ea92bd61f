import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { type ApiOptions, createApi } from "../../../src/api/index.ts";
import { dashboard } from "../../../src/static.ts";
import type { Running } from "./stage.ts";

/** A server on loopback. */
export const listen = async (handle: RequestListener): Promise<Running> => {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const folder = fileURLToPath(new URL("../../../dist/dashboard", import.meta.url));

/** API and dashboard as a deployment has them. */
export const deployed = (options: ApiOptions): Promise<Running> => {
  const app = createApi(options);
  app.get("*", dashboard(folder));
  return listen(getRequestListener(app.fetch));
};
