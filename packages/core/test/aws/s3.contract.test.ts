import { objectStoreContract } from "@torrent/testing/contracts";
import { createBucket, createQueues, emulatedAccess, startFauxqs } from "@torrent/testing/emulators";
import { afterAll, beforeAll } from "vitest";
import { awsCloud } from "../../src/aws/cloud.ts";
import { s3Client } from "../../src/aws/s3.ts";
import { sqsClient } from "../../src/aws/sqs.ts";

let emulator: Awaited<ReturnType<typeof startFauxqs>>;
let names = 0;
beforeAll(async () => {
  emulator = await startFauxqs();
});
afterAll(() => emulator.stop());

const fresh = async () => {
  names += 1;
  const name = `test-${names}`;
  const access = { ...emulatedAccess, endpoint: emulator.endpoint };
  const [queues] = await Promise.all([
    createQueues(sqsClient(access), name),
    createBucket(s3Client({ ...access, pathStyle: true }), name),
  ]);
  const cloud = awsCloud({ sqs: { ...access, queues }, s3: { ...access, bucket: name, pathStyle: true } });
  emulator.corrections.notify(name, "inbox/", (body) => cloud.queues.send("intake", [{ body }]));
  return { objects: cloud.objects, queues: cloud.queues, dispose: async () => {} };
};

objectStoreContract("S3", fresh);
