import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { describe, expect, it, vi } from "vitest";
import { Environment } from "../src/runner/environment.ts";
import { NotStarted } from "../src/runner/starvation.ts";
import type { Order } from "./fixture-handlers.ts";
import { type Running, smallTopology, withRunner } from "./running.ts";

const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 40_000, interval: 10 });

describe("an execution environment on a thread", () => {
  const dies = (timeout: number, order: Order) =>
    withRunner({ topology: smallTopology({ "light-standard": { timeout } }) }, async (running: Running) => {
      await running.order("light-standard", { name: "before" });
      await eventually(async () => expect(await running.notes("analyze", "before")).toHaveLength(1));
      await running.order("light-standard", { dataDir: running.cloud.dataDir, until: 1, ...order });
      await eventually(async () => expect(await running.notes("analyze", order.name)).toHaveLength(2));
      await running.order("light-standard", { name: "after" });
      await eventually(async () => expect(await running.notes("analyze", "after")).toHaveLength(1));
      const threads = async (name: string) => (await running.notes("analyze", name)).map(({ thread }) => thread);
      const [killed, second] = (await running.notes("analyze", order.name)).toSorted((a, b) => a.count - b.count);
      expect(await threads("before")).toEqual([killed?.thread]);
      expect(second?.thread).not.toBe(killed?.thread);
      expect(second?.count).toBe(2);
      expect(await threads("after")).toEqual([second?.thread]);
    });

  it("is used again, and replaced when it crashes", () => dies(20, { name: "a", do: "crash" }));
  it("is replaced when it runs out of memory", () => dies(60, { name: "a", do: "oom" }));
  it("is stopped at its time limit, even if it never yields", () => dies(0.5, { name: "a", do: "spin" }));
  it("lets go of the store when it is stopped within a transaction", () => dies(0.5, { name: "a", do: "lock" }));

  it("ends when nobody needs it, and the next order has a new one", () =>
    withRunner({ idleSeconds: 0.01 }, async ({ order, notes }) => {
      const threadOf = async (name: string) => {
        await order("light-standard", { name });
        await eventually(async () => expect(await notes("analyze", name)).toHaveLength(1));
        return (await notes("analyze", name))[0]?.thread;
      };
      const started: Worker[] = [];
      const note = (thread: Worker) => started.push(thread);
      process.on("worker", note);
      const first = await threadOf("first");
      // What a thread's id is once it has ended.
      await eventually(() => expect(started[0]?.threadId).toBe(-1));
      process.off("worker", note);
      let names = 0;
      await eventually(async () => expect(await threadOf(`later-${names++}`)).not.toBe(first));
    }));

  it("survives an error that its handler throws", () =>
    withRunner({}, async ({ order, notes }) => {
      await order("light-standard", { name: "a", do: "throw", until: 1 });
      await eventually(async () => expect(await notes("analyze", "a")).toHaveLength(2));
      const threads = (await notes("analyze", "a")).map(({ thread }) => thread);
      expect(new Set(threads).size).toBe(1);
    }));

  it.each(["classify", "light-standard"])(
    "that fails for want of descriptors uses up no receive, and is tried again minutes later (%s)",
    (queue) =>
      withRunner({}, async ({ cloud, order, notes }) => {
        const stage = queue === "classify" ? "classify" : "analyze";
        await order(queue, { name: "healthy", do: "starve" });
        await eventually(async () => expect(await cloud.queues.depth(queue)).toMatchObject({ delayed: 1 }));
        expect(await notes(stage, "healthy")).toHaveLength(1);
        // A message's own text has no say in it.
        await order(queue, { name: "EMFILE", do: "throw" });
        await eventually(async () => expect(await notes("bury", "EMFILE")).toHaveLength(1));
      }),
  );

  it("whose dead letter cannot be buried is not tried again at once", () =>
    withRunner({}, async ({ cloud, order, notes }) => {
      await order("classify", { name: "x", do: "unburiable" });
      await eventually(async () => expect(await notes("bury", "x")).toHaveLength(1));
      for (let n = 0; n < 20; n++) {
        await order("classify", { name: `after-${n}` });
        await eventually(async () => expect(await notes("classify", `after-${n}`)).toHaveLength(1));
      }
      expect((await notes("bury", "x")).length).toBeLessThanOrEqual(3);
      expect((await cloud.queues.depth("classify-dlq")).inFlight).toBe(1);
    }));

  it("that ends before it has its handlers says that the invocation is not the reason", async () => {
    const host = { log: () => {}, rang: () => {} };
    const dataDir = await mkdtemp(join(tmpdir(), "torrent-local-"));
    const environment = new Environment({ handlersModule: "file:///nowhere.ts", dataDir }, 64, host);
    const invocation = { stage: "analyze", event: {}, requestId: "r", timeoutSeconds: 20, memoryMB: 64 } as const;
    await expect(environment.run(invocation)).rejects.toBeInstanceOf(NotStarted);
    await environment.end();
    await rm(dataDir, { recursive: true });
  });

  it("that keeps dying loses nothing: its message is buried", () =>
    withRunner({}, async ({ order, notes }) => {
      await order("light-standard", { name: "poison", do: "crash" }, { name: "good" });
      await eventually(async () => expect(await notes("bury", "poison")).toHaveLength(1));
      expect(await notes("analyze", "poison")).toHaveLength(3);
      await eventually(async () => expect(await notes("analyze", "good")).toHaveLength(1));
    }));
});

describe("a stopping runner", () => {
  it("waits for what runs and receives nothing more", () =>
    withRunner({}, async ({ cloud, runner, order, notes }) => {
      await order("light-standard", { name: "a", do: "gate" });
      await order("classify", { name: "b", do: "gate" });
      await eventually(async () => {
        expect(await notes("analyze")).toHaveLength(1);
        expect(await notes("classify")).toHaveLength(1);
      });
      const stopped = runner.stop();
      await order("intake", { name: "c" });
      await cloud.objects.put("gate", new Uint8Array());
      await stopped;
      expect(await cloud.queues.depth("light-standard")).toMatchObject({ visible: 0, inFlight: 0 });
      expect(await cloud.queues.depth("classify")).toMatchObject({ visible: 0, inFlight: 0 });
      expect(await notes("intake")).toEqual([]);
      expect((await cloud.queues.depth("intake")).visible).toBe(1);
    }));

  it("returns to its queue, at once, what does not end within the grace", () =>
    withRunner({}, async ({ cloud, runner, order, notes }) => {
      await order("light-standard", { name: "a", do: "spin" });
      await order("classify", { name: "b", do: "hang" });
      await eventually(async () => {
        expect(await notes("analyze")).toHaveLength(1);
        expect(await notes("classify")).toHaveLength(1);
      });
      await runner.stop({ graceSeconds: 0 });
      expect((await cloud.queues.depth("light-standard")).visible).toBe(1);
      expect((await cloud.queues.depth("classify")).visible).toBe(1);
    }));
});
