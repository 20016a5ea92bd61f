import {
  messageQueueContract,
  objectStoreContract,
  packageStoreContract,
  tallyStoreContract,
  workerFleetContract,
} from "@torrent/core/testing";
import { openCloud } from "./open.ts";

const CAPACITY = 4;
const idle = new URL("./idle-worker.ts", import.meta.url);

objectStoreContract("embedded", openCloud as never);
messageQueueContract("embedded", openCloud as never);
tallyStoreContract("embedded", () => openCloud());
packageStoreContract("embedded", () => openCloud());
workerFleetContract("embedded", async () => {
  const cloud = await openCloud({ fleet: { entry: idle, maxWorkers: CAPACITY } });
  return Object.assign(cloud, { now: () => cloud.clock.now(), capacity: CAPACITY });
});
