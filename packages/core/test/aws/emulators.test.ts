import {
  type Call,
  drain,
  type Emulators,
  fakeEcs,
  type QueueEvent,
  record,
  startEmulators,
} from "@torrent/testing/emulators";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultTopology } from "../../src/topology/defaults.ts";

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

const failures = (event: QueueEvent) => ({
  batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

it("hands messages to the stage's handler in batches of the topology, until nothing is left", async () => {
  const { cloud } = await emulators.stack("batches");
  await cloud.queues.send(
    "classify",
    Array.from({ length: 25 }, (_, index) => ({ body: `${index}` })),
  );
  const sizes: number[] = [];
  const seen: string[] = [];
  const delivered = await drain(cloud, {
    classify: async (event, context) => {
      expect(event.Records[0]?.eventSourceARN).toMatch(/:classify$/);
      expect(context.getRemainingTimeInMillis()).toBeGreaterThan(0);
      sizes.push(event.Records.length);
      seen.push(...event.Records.map(({ body }) => body));
      // A handler may start what comes after it.
      if (seen.length === 25) await cloud.queues.send("aggregate", [{ body: "next" }]);
      return { batchItemFailures: [] };
    },
    aggregate: async () => ({ batchItemFailures: [] }),
  });
  expect(delivered).toEqual({ classify: 25, aggregate: 1 });
  expect(seen.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(defaultTopology.queues.classify.batchSize);
});

it("gives back only the records that the answer names, and the dead ones to bury", async () => {
  const { cloud } = await emulators.stack("failing");
  await cloud.queues.send("classify", [{ body: "good" }, { body: "poison" }]);
  const receives: Record<string, number> = {};
  const buried: string[] = [];
  await drain(cloud, {
    classify: async (event) => {
      for (const { body } of event.Records) receives[body] = (receives[body] ?? 0) + 1;
      const poison = { ...event, Records: event.Records.filter(({ body }) => body === "poison") };
      for (const { receiptHandle } of poison.Records) await cloud.queues.extend("classify", receiptHandle, 0);
      return failures(poison);
    },
    bury: async (event) => {
      buried.push(...event.Records.map(({ body, eventSourceARN }) => `${eventSourceARN.split(":").at(-1)}: ${body}`));
      return { batchItemFailures: [] };
    },
  });
  expect(receives).toEqual({ good: 1, poison: defaultTopology.queues.classify.maxReceives });
  expect(buried).toEqual(["classify-dlq: poison"]);
});

it("says which queues are not empty where the time is up", async () => {
  const { cloud } = await emulators.stack("stuck");
  await cloud.queues.send("heavy-urgent", [{ body: "nobody takes it" }]);
  await expect(drain(cloud, {}, { withinMs: 100 })).rejects.toThrow("heavy-urgent: 1");
});

it("tells of every client that a cloud makes, so that its calls can be written down", async () => {
  const ecs = fakeEcs();
  const calls: Call[] = [];
  const clients: Call[][] = [];
  const { cloud } = await emulators.stack("recorded", {
    ecs: ecs.client,
    onClient: (client) => clients.push(record(client)),
  });
  await cloud.objects.put("a", Buffer.from("x"));
  await cloud.queues.depth("classify");
  await cloud.packages.read("pkg");
  expect(await cloud.fleet.launch(1, "token")).toBe(1);
  calls.push(...clients.flat());
  expect(calls.map(({ command }) => command).toSorted()).toEqual([
    "GetItem",
    "GetQueueAttributes",
    "PutItem",
    "PutObject",
  ]);
  expect(ecs.tasks).toHaveLength(1);
});
