import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mendCapacity, returnHeavyWork } from "../src/runner/workers.ts";
import { openCloud } from "./open.ts";

const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 10 });
const entry = new URL("./connected-worker.ts", import.meta.url);
const HEAVY = ["heavy-urgent", "heavy-standard"];

describe("the embedded fleet", () => {
  let cloud: Awaited<ReturnType<typeof openCloud>>;
  beforeEach(async () => {
    cloud = await openCloud({ fleet: { entry, maxWorkers: 2 } });
  });
  afterEach(() => cloud.dispose());

  const pidOf = async (id: string): Promise<number> => {
    const object = await eventually(async () => {
      const found = await cloud.objects.get(`started/${id}`);
      expect(found).toBeDefined();
      return found;
    });
    let text = "";
    for await (const chunk of object?.body ?? []) text += Buffer.from(chunk).toString();
    return Number(text);
  };
  const launched = async (): Promise<{ id: string; pid: number }> => {
    expect(await cloud.fleet.launch(1, cloud.random.id())).toBe(1);
    const [lease] = await cloud.fleet.live();
    return { id: lease?.id ?? "", pid: await pidOf(lease?.id ?? "") };
  };

  it("ends the lease of a worker whose process dies, long before it would expire", async () => {
    const { pid } = await launched();
    process.kill(pid, "SIGKILL");
    await eventually(async () => expect(await cloud.fleet.live()).toEqual([]));
  });

  it("stops its workers with SIGTERM when it closes", async () => {
    const { id, pid } = await launched();
    await cloud.fleet.close();
    expect(() => process.kill(pid, 0)).toThrow();
    expect(await cloud.objects.head(`ended/${id}`)).toBeDefined();
    expect(await cloud.fleet.live()).toEqual([]);
  });

  it("says so when it was given no entry point, so that heavy work is not lost in silence", async () => {
    const other = await openCloud();
    try {
      await expect(other.fleet.launch(1, "token")).rejects.toThrow("without a worker entry point");
    } finally {
      await other.dispose();
    }
  });

  it("has no orphans: a worker whose parent is killed gets SIGTERM", async () => {
    const parent = fork(fileURLToPath(new URL("./guest.ts", import.meta.url)), ["launch"], {
      env: { ...process.env, TORRENT_DATA: cloud.dataDir },
    });
    const [{ worker }] = (await once(parent, "message")) as [{ worker: string }];
    const pid = await pidOf(worker);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await eventually(async () => expect(await cloud.objects.head(`ended/${worker}`)).toBeDefined());
    await eventually(() => expect(() => process.kill(pid, 0)).toThrow());
    await returnHeavyWork(cloud, HEAVY);
    expect(await cloud.fleet.live()).toEqual([]);
  });

  it("returns at once what dead workers held, and nothing while one lives", async () => {
    const visible = async () => (await cloud.queues.depth("heavy-standard")).visible;
    await cloud.queues.send("heavy-standard", [{ body: "work" }]);
    await cloud.queues.receive("heavy-standard", { max: 1, visibilitySeconds: 600, waitSeconds: 0 });
    await launched();
    await returnHeavyWork(cloud, HEAVY);
    expect(await visible()).toBe(0);
    await cloud.fleet.close();
    await returnHeavyWork(cloud, HEAVY);
    expect(await visible()).toBe(1);
  });

  it("asks for workers where heavy work waits and none lives, and only there", async () => {
    const requests = async () => (await cloud.queues.depth("dispatch")).visible;
    await mendCapacity(cloud, HEAVY);
    expect(await requests()).toBe(0);
    await cloud.queues.send("heavy-urgent", [{ body: "work" }]);
    await mendCapacity(cloud, HEAVY);
    expect(await requests()).toBe(1);
    await launched();
    await mendCapacity(cloud, HEAVY);
    expect(await requests()).toBe(1);
  });
});
