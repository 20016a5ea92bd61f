import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  messageQueueContract,
  objectStoreContract,
  packageStoreContract,
  tallyStoreContract,
  workerFleetContract,
} from "@torrent/testing/contracts";
import { openCloud } from "./open.ts";

const CAPACITY = 4;
const idle = new URL("./idle-worker.ts", import.meta.url);

/** Takes uploads as the API server does. */
const openWithServer = async () => {
  let base = "";
  const cloud = await openCloud({ uploadBase: () => base });
  const server = createServer(async (request, response) => {
    const grant = cloud.uploads.verify(new URL(request.url ?? "", base), request.headers["content-type"]);
    if (request.method !== "PUT" || !grant.granted) {
      response.writeHead(grant.granted ? 405 : grant.status).end();
      return;
    }
    const { key, contentType, metadata } = grant;
    const options = { metadata, ...(contentType === undefined ? {} : { contentType }) };
    const { etag } = await cloud.objects.put(key, request, options);
    response.writeHead(200, { etag: `"${etag}"` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    objects: cloud.objects,
    queues: cloud.queues,
    dispose: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cloud.dispose();
    },
  };
};

objectStoreContract("embedded", openWithServer);
messageQueueContract("embedded", () => openCloud());
tallyStoreContract("embedded", () => openCloud());
packageStoreContract("embedded", () => openCloud());
workerFleetContract("embedded", async () => {
  const cloud = await openCloud({ fleet: { entry: idle, maxWorkers: CAPACITY } });
  return Object.assign(cloud, { now: () => cloud.clock.now(), capacity: CAPACITY });
});
