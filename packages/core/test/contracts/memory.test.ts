import { memoryCloud } from "@torrent/core/testing/memory";
import type { PresignedRequest } from "@torrent/core/unstable";
import {
  messageQueueContract,
  objectStoreContract,
  packageStoreContract,
  tallyStoreContract,
  workerFleetContract,
} from "@torrent/testing/contracts";

const dispose = async (): Promise<void> => {};
const subject = () => {
  const cloud = memoryCloud({ workers: { capacity: 50 } });
  const advance = (ms: number): Promise<void> => cloud.clock.advance(ms);
  const upload = ({ url }: PresignedRequest, body: Uint8Array) => cloud.objects.upload(url, body);
  return { ...cloud, advance, dispose, upload, capacity: 50, now: () => cloud.clock.now() };
};

objectStoreContract("memory", async () => subject());
messageQueueContract("memory", async () => subject());
tallyStoreContract("memory", async () => subject());
packageStoreContract("memory", async () => subject());
workerFleetContract("memory", async () => subject());
