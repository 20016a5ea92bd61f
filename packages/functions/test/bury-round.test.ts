import { type MemoryCloud, memoryCloud } from "@torrent/core/testing/memory";
import { composePipeline, deadLetterQueue, defineChoreography, queueNames } from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { buryRound } from "../src/bury-round.ts";

const choreography = defineChoreography({ name: "none", decompose: async function* () {}, passes: [] });
const pipelineOf = (cloud: MemoryCloud) => composePipeline(choreography, cloud, { scratchDir: "" });
const plenty = { getRemainingTimeInMillis: () => 60_000 };
const poison = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `not a message ${index}` }));

it("buries what lies in every dead-letter queue, however much it is (I1)", async () => {
  const cloud = memoryCloud();
  for (const name of queueNames) await cloud.queues.send(deadLetterQueue(name), poison(23));
  expect(await buryRound(pipelineOf(cloud))(plenty)).toEqual({ buried: 23 * queueNames.length, left: 0 });
  for (const name of queueNames)
    expect(await cloud.queues.depth(deadLetterQueue(name))).toMatchObject({ visible: 0, inFlight: 0 });
});

it("leaves what it can't bury in its queue, and goes on with the others (I5, I6)", async () => {
  const cloud = memoryCloud();
  const [first, second] = queueNames.map(deadLetterQueue) as [string, string];
  await cloud.queues.send(first, poison(1));
  await cloud.queues.send(second, poison(1));
  const put = cloud.objects.put.bind(cloud.objects);
  let failed = false;
  cloud.objects.put = async (...args) => {
    if (failed) return put(...args);
    failed = true;
    throw new Error("S3 is out of reach");
  };
  expect(await buryRound(pipelineOf(cloud))(plenty)).toEqual({ buried: 1, left: 1 });
  const depths = await Promise.all([first, second].map((name) => cloud.queues.depth(name)));
  expect(depths.reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0)).toBe(1);
  await cloud.clock.advance(1_000_000);
  expect(await buryRound(pipelineOf(cloud))(plenty)).toEqual({ buried: 1, left: 0 });
});

it("begins no batch that it may not end in its time", async () => {
  const cloud = memoryCloud();
  await cloud.queues.send(deadLetterQueue("intake"), poison(1));
  expect(await buryRound(pipelineOf(cloud))({ getRemainingTimeInMillis: () => 10_000 })).toEqual({
    buried: 0,
    left: 0,
  });
});
