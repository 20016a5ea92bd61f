import { messageQueueContract } from "@torrent/testing/contracts";
import { createQueues, emulatedAccess, startFauxqs } from "@torrent/testing/emulators";
import { afterAll, beforeAll } from "vitest";
import { sqsClient, sqsMessageQueue } from "../../src/aws/sqs.ts";

let emulator: Awaited<ReturnType<typeof startFauxqs>>;
let names = 0;
beforeAll(async () => {
  emulator = await startFauxqs();
});
afterAll(() => emulator.stop());

messageQueueContract("SQS", async () => {
  names += 1;
  const client = sqsClient({ ...emulatedAccess, endpoint: emulator.endpoint });
  const queues = await createQueues(client, `test-${names}`);
  return { queues: sqsMessageQueue({ queues }, { client }), dispose: async () => client.destroy() };
});
