import { expect, it } from "vitest";
import type { Cloud } from "../src/ports/cloud.ts";
import type { ObjectStore } from "../src/ports/object-store.ts";
import { claimInbox } from "../src/stages/intake/unclaimed.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { pipelineOver } from "./drive.ts";

const HOUR = 3_600_000;

/** An inbox of `count` objects whose events were lost, an hour ago. */
const forgotten = async (count: number) => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud);
  for (let index = 0; index < count; index += 1)
    await cloud.objects.put(`inbox/${String(index).padStart(4, "0")}`, Buffer.from("x"));
  await cloud.clock.advance(HOUR);
  return { cloud, pipeline };
};

/** The store with some of its methods replaced. */
const replacing = (store: ObjectStore, methods: Partial<ObjectStore>): ObjectStore =>
  new Proxy(store, {
    get(target, name) {
      const value = Reflect.get({ ...methods }, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

/** How many reads of packages were under way at once, at most. */
const watched = (cloud: Cloud) => {
  const reads = { now: 0, most: 0, all: 0 };
  const packages = {
    ...cloud.packages,
    read: async (id: string) => {
      reads.now += 1;
      reads.all += 1;
      reads.most = Math.max(reads.most, reads.now);
      await new Promise((resolve) => setImmediate(resolve));
      reads.now -= 1;
      return cloud.packages.read(id);
    },
  };
  return { cloud: { ...cloud, packages }, reads };
};

it("asks for many inbox objects at a time, and for no more than its limit", async () => {
  const { cloud, pipeline } = await forgotten(100);
  const { cloud: counting, reads } = watched(cloud);
  expect(await claimInbox({ ...pipeline, cloud: counting })).toHaveLength(100);
  expect(reads.most).toBe(32);
});

it("asks once about an object that a package was made of, and not for the object", async () => {
  const { cloud, pipeline } = await forgotten(1);
  const [object] = (await cloud.objects.list("inbox/")).objects;
  const { cloud: counting, reads } = watched(cloud);
  counting.packages.read = async () => {
    reads.all += 1;
    return {} as never;
  };
  counting.objects = replacing(cloud.objects, { head: () => Promise.reject(new Error("Nobody needs to look")) });
  expect(await claimInbox({ ...pipeline, cloud: counting })).toEqual([]);
  expect([object?.key, reads.all]).toEqual(["inbox/0000", 1]);
});

it("stops in time, and logs that the rest of the inbox was not looked at", async () => {
  const { cloud, pipeline } = await forgotten(3);
  const lines: string[] = [];
  const slow: Cloud = {
    ...cloud,
    log: (level, event) => void lines.push(`${level} ${event}`),
    objects: replacing(cloud.objects, {
      list: async (prefix, { cursor } = {}) => {
        await cloud.clock.advance(100_000);
        return cloud.objects.list(prefix, { limit: 1, ...(cursor ? { cursor } : {}) });
      },
    }),
  };
  expect(await claimInbox({ ...pipeline, cloud: slow })).toEqual(["inbox/0000", "inbox/0001"]);
  expect(lines).toContain("error inbox-check-cut-short");
});
