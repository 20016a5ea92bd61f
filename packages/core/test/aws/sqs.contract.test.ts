import { afterAll, beforeAll } from "vitest";
import { sqsClient, sqsMessageQueue } from "../../src/aws/sqs.ts";
import { createQueues, emulatedAccess, startFauxqs } from "../../src/testing/emulators/index.ts";
import { messageQueueContract } from "../../src/testing/index.ts";

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
