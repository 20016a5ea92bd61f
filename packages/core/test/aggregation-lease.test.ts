import { describe, expect, it } from "vitest";
import type { AggregateMessage } from "../src/messages.ts";
import type { Cloud } from "../src/ports/cloud.ts";
import { aggregate } from "../src/stages/aggregate/aggregate.ts";
import { AGGREGATION_LEASE_MS } from "../src/stages/aggregate/lease.ts";
import { redrive } from "../src/stages/redrive/redrive.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { type MemoryCloud, memoryCloud } from "../src/testing/memory/index.ts";
import { collected, drive, pipelineOver, takeIn } from "./drive.ts";

/** Writes a file of lines while it adds up, and before the outcome. */
const withLines = { ...collected, lines: { file: "lines.txt", contentType: "text/plain" } };

/** A package whose tasks are all settled; its completion message is in the queue. */
const complete = async () => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud, { reduce: withLines });
  await takeIn(pipeline, cloud, "A\nB");
  await drive(pipeline, cloud, { without: ["aggregate"] });
  const [row] = (await cloud.packages.list({ limit: 1 })).packages;
  const id = row?.id ?? expect.fail("no package");
  const traceparent = `00-${"1".repeat(32)}-${"1".repeat(16)}-01`;
  const message: AggregateMessage = { type: "aggregate", v: 1, packageId: id, round: 1, traceparent };
  const read = async () => (await cloud.packages.read(id)) ?? expect.fail("no row");
  return { cloud, pipeline, message, read };
};

/** The cloud of a process whose every write of an object takes so long. */
const slow = (cloud: MemoryCloud, ms: number): Cloud => ({
  ...cloud,
  objects: {
    bucket: cloud.objects.bucket,
    head: (key) => cloud.objects.head(key),
    get: (key, range) => cloud.objects.get(key, range),
    setMetadata: (key, metadata) => cloud.objects.setMetadata(key, metadata),
    list: (prefix, options) => cloud.objects.list(prefix, options),
    delete: (key) => cloud.objects.delete(key),
    uploads: cloud.objects.uploads,
    put: async (key, body, options) => {
      await cloud.clock.sleep(ms);
      return cloud.objects.put(key, body, options);
    },
  },
});

/** Nothing of a dead process ever answers. */
const NEVER = Number.POSITIVE_INFINITY;

describe("the aggregation's lease", () => {
  it("is renewed for as long as the report takes, so that nobody begins another (I3)", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const first = aggregate({ ...pipeline, cloud: slow(cloud, 10 * AGGREGATION_LEASE_MS) }, message);
    for (let waited = 0; waited < 8; waited += 1) {
      await cloud.clock.advance(AGGREGATION_LEASE_MS);
      expect(await aggregate(pipeline, message)).toBeUndefined();
      expect((await read()).state).toBe("aggregating");
    }
    await cloud.clock.advance(40 * AGGREGATION_LEASE_MS);
    expect(await first).toMatchObject({ revision: 1, status: "complete" });
    expect(await read()).toMatchObject({ state: "complete", revision: 1 });
  });

  it("ends soon after its holder died, and the message that waited for that makes the report (I1)", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const dead = slow(cloud, NEVER);
    const stopped = {
      ...dead,
      clock: { ...cloud.clock, now: () => cloud.clock.now(), sleep: () => new Promise<void>(() => {}) },
    };
    void aggregate({ ...pipeline, cloud: stopped }, message);
    await cloud.clock.advance(1);
    expect((await read()).state).toBe("aggregating");
    await cloud.queues.receive("aggregate", { max: 10, visibilitySeconds: 3600, waitSeconds: 0 });
    expect(await aggregate(pipeline, message)).toBeUndefined();
    await cloud.clock.advance(AGGREGATION_LEASE_MS + 2000);
    const [again] = await cloud.queues.receive("aggregate", { max: 10, visibilitySeconds: 60, waitSeconds: 0 });
    expect(JSON.parse(again?.body ?? "{}")).toMatchObject({ type: "aggregate", packageId: message.packageId });
    expect(await aggregate(pipeline, message)).toMatchObject({ revision: 1 });
  });

  it("once taken over, leaves the report to the new holder: the old one writes none (I3)", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const slept = slow(cloud, 3 * AGGREGATION_LEASE_MS);
    const first = aggregate({ ...pipeline, cloud: slept }, message);
    await cloud.clock.advance(1);
    // Its clock ran ahead, or its machine stood still: somebody else has the lease.
    await cloud.packages.transition(
      message.packageId,
      { from: ["aggregating"] },
      { lease: { owner: "another", until: cloud.clock.now() + 60 * AGGREGATION_LEASE_MS } },
    );
    await cloud.clock.advance(20 * AGGREGATION_LEASE_MS);
    expect(await first).toBeUndefined();
    expect(await read()).toMatchObject({ state: "aggregating", lease: { owner: "another" } });
    expect(await cloud.objects.head(`reports/${message.packageId}/1/outcome.json`)).toBeUndefined();
  });

  it("lets one that stood still change nothing of a later revision (I3)", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const slept = slow(cloud, 1000 * AGGREGATION_LEASE_MS);
    // It never learns that it has lost its lease: while its machine stands still, it renews none.
    const sleep = (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
    const still = { ...slept, clock: { now: () => cloud.clock.now(), sleep } };
    const first = aggregate({ ...pipeline, cloud: still }, message);
    await cloud.clock.advance(AGGREGATION_LEASE_MS + 1);
    expect(await aggregate(pipeline, message)).toMatchObject({ revision: 1 });
    await redrive(pipeline, message.packageId, { passes: ["shouting"] });
    await drive(pipeline, cloud);
    const [row, stored] = [await read(), await cloud.objects.head(`reports/${message.packageId}/2/outcome.json`)];
    expect(row).toMatchObject({ state: "complete", revision: 2 });
    await cloud.clock.advance(9000 * AGGREGATION_LEASE_MS);
    expect(await first).toBeUndefined();
    expect(await read()).toEqual(row);
    expect(await cloud.objects.head(`reports/${message.packageId}/2/outcome.json`)).toEqual(stored);
  });

  it("keeps a dead letter of the same round from ending it as failed", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const first = aggregate({ ...pipeline, cloud: slow(cloud, 4 * AGGREGATION_LEASE_MS) }, message);
    await cloud.clock.advance(2 * AGGREGATION_LEASE_MS);
    const letter = { queue: "aggregate" as const, body: JSON.stringify(message), receiveCount: 4, sentAt: 0 };
    await expect(bury(pipeline, letter)).rejects.toMatchObject({ kind: "retry-later" });
    await cloud.clock.advance(20 * AGGREGATION_LEASE_MS);
    await first;
    expect(await bury(pipeline, letter)).toMatchObject({ settled: "nothing" });
    expect((await read()).state).toBe("complete");
  });
});
