import { describe, expect, it } from "vitest";
import type { Cloud } from "../src/ports/cloud.ts";
import { redrive } from "../src/stages/redrive/redrive.ts";
import { sweep } from "../src/stages/watch/sweep.ts";
import { type MemoryCloud, memoryCloud } from "../src/testing/memory/index.ts";
import { deliver, drive, pipelineOver, takeIn } from "./drive.ts";

const HOUR = 3_600_000;

/** The cloud, and the names of the calls made to its queues, tree and rows. */
const counted = (cloud: MemoryCloud): { cloud: Cloud; calls: string[] } => {
  const calls: string[] = [];
  const watch = <T extends object>(port: string, inner: T): T =>
    new Proxy(inner, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          calls.push(`${port}.${String(name)}`);
          return value.apply(target, args);
        };
      },
    });
  const { objects, queues, tally, packages, fleet } = cloud;
  const watched = { objects, queues, tally, packages, fleet };
  const ports = Object.fromEntries(Object.entries(watched).map(([name, port]) => [name, watch(name, port)]));
  return { cloud: { ...cloud, ...ports } as Cloud, calls };
};

/** Takes what is in a queue away, as `sst dev` does with its command line off. */
const lose = async (cloud: MemoryCloud, queue: string): Promise<number> => {
  const batch = await cloud.queues.receive(queue, { max: 10, visibilitySeconds: 30, waitSeconds: 0 });
  await cloud.queues.acknowledge(
    queue,
    batch.map(({ receipt }) => receipt),
  );
  return batch.length;
};

const state = async (cloud: MemoryCloud) => (await cloud.packages.list({ limit: 1 })).packages[0];

describe("the sweep", () => {
  it("with no package open asks one question and writes nothing", async () => {
    const { cloud, pipeline } = await deliver("A\nB");
    await cloud.clock.advance(HOUR - (cloud.clock.now() % HOUR) + HOUR / 2);
    const { cloud: watched, calls } = counted(cloud);
    expect(await sweep({ ...pipeline, cloud: watched })).toMatchObject({ open: 0 });
    expect(calls).toEqual(["packages.open"]);
  });

  it("of an open package in which things move sends nothing", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, "A\nB");
    const { cloud: watched, calls } = counted(cloud);
    for (let turn = 0; turn < 12; turn += 1) {
      await sweep({ ...pipeline, cloud: watched });
      await cloud.clock.advance(HOUR / 12);
    }
    expect(calls).not.toContain("queues.send");
    expect(calls).not.toContain("tally.settle");
  });

  it("closes a round whose fan-out was lost before it was sealed", async () => {
    const { cloud, pipeline, row } = await deliver("A\nB");
    expect(await redrive(pipeline, row.id, { passes: ["shouting"] })).toMatchObject({ started: true });
    expect(await lose(cloud, "intake")).toBe(1);
    expect(await state(cloud)).toMatchObject({ state: "open", round: 2 });
    await sweep(pipeline);
    await cloud.clock.advance(1.2 * HOUR);
    expect((await sweep(pipeline)).mended).toEqual([row.id]);
    await drive(pipeline, cloud);
    expect(await state(cloud)).toMatchObject({ state: "complete", revision: 2 });
  });

  it("closes it at the deadline, if its fan-out is lost again and again", async () => {
    const { cloud, pipeline, row } = await deliver("A\nB");
    await redrive(pipeline, row.id, { passes: ["shouting"] });
    for (let hours = 0; hours < 26; hours += 1) {
      await lose(cloud, "intake");
      await cloud.clock.advance(HOUR);
      await sweep(pipeline);
    }
    await drive(pipeline, cloud);
    expect(await state(cloud)).toMatchObject({ revision: 2, totals: { expired: 2 } });
  });

  it("touches nothing of what is in order, however much it is (I7)", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, Array.from({ length: 201 }, (_, line) => `line ${line}`).join("\n"));
    await drive(pipeline, cloud, { without: ["light-standard"] });
    expect(await lose(cloud, "light-standard")).toBeGreaterThan(0);
    await drive(pipeline, cloud);
    await sweep(pipeline);
    await cloud.clock.advance(1.2 * HOUR);
    const { cloud: watched, calls } = counted(cloud);
    expect((await sweep({ ...pipeline, cloud: watched })).mended).toHaveLength(1);
    // Three groups, of which at most two are full; no component, and no object.
    expect(calls.filter((call) => call === "tally.settle").length).toBeLessThanOrEqual(3);
    expect(calls.filter((call) => call.startsWith("objects."))).toEqual([]);
    await drive(pipeline, cloud);
    expect((await state(cloud))?.state).toBe("complete");
  });

  it.each(["classify", "light-standard", "aggregate"])("sends again what was lost on its way to %s", async (queue) => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, "A\nB");
    await drive(pipeline, cloud, { without: [queue as "classify"] });
    expect(await lose(cloud, queue)).toBeGreaterThan(0);
    await sweep(pipeline);
    await cloud.clock.advance(1.2 * HOUR);
    expect((await sweep(pipeline)).mended).toHaveLength(1);
    await drive(pipeline, cloud);
    expect((await state(cloud))?.state).toBe("complete");
  });
});
