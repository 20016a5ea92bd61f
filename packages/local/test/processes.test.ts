import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startRunner } from "../src/index.ts";
import { openCloud } from "./open.ts";
import { smallTopology } from "./running.ts";

const guest = new URL("./guest.ts", import.meta.url);
const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 40_000, interval: 10 });

describe("several processes and threads on one data folder", () => {
  let cloud: Awaited<ReturnType<typeof openCloud>>;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    cloud = await openCloud();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await cloud.dispose();
  });

  const inProcess = (job: string): ChildProcess => {
    const child = fork(fileURLToPath(guest), [job], { env: { ...process.env, TORRENT_DATA: cloud.dataDir } });
    children.push(child);
    return child;
  };
  const inThread = (job: string): Worker =>
    new Worker(guest, { workerData: job, env: { ...process.env, TORRENT_DATA: cloud.dataDir } });
  const answer = async <T>(from: ChildProcess | Worker): Promise<T> => (await once(from, "message"))[0] as T;
  const four = (job: string) => [inProcess(job), inProcess(job), inThread(job), inThread(job)];

  it("settle each task once, and count it once, when all of them settle all", async () => {
    const answers = await Promise.all(four("settle").map((one) => answer<{ first: number }>(one)));
    expect(answers.reduce((sum, { first }) => sum + first, 0)).toBe(400);
    let succeeded = 0;
    for await (const node of cloud.tally.components("p", 1)) {
      expect([...node.settled].toSorted()).toEqual([0, 1, 2, 3]);
      succeeded += node.totals.succeeded;
    }
    expect(succeeded).toBe(400);
  });

  it("receive each message once while its visibility lasts", async () => {
    const sent = Array.from({ length: 500 }, (_, n) => ({ body: `${n}`, group: `group-${n % 7}` }));
    await cloud.queues.send("classify", sent);
    const answers = await Promise.all(four("drain").map((one) => answer<{ bodies: string[] }>(one)));
    const bodies = answers.flatMap((one) => one.bodies);
    expect(bodies.toSorted()).toEqual(sent.map(({ body }) => body).toSorted());
    expect(await cloud.queues.depth("classify")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("wake a receiver that waits in another process", async () => {
    const waiting = cloud.queues.receive("classify", { max: 10, visibilitySeconds: 60, waitSeconds: 20 });
    inProcess("toil");
    expect((await waiting).length).toBeGreaterThan(0);
  });

  it("lose nothing that was acknowledged when one is killed at any moment", async () => {
    for (const lasts of [1, 40, 150]) {
      const child = inProcess("toil");
      let last = -1;
      await new Promise<void>((resolve) => {
        child.on("message", ({ acknowledged }: { acknowledged: number }) => {
          last = acknowledged;
          if (acknowledged === lasts) {
            child.kill("SIGKILL");
            resolve();
          }
        });
      });
      await once(child, "exit");
      const bodies = new Map<string, number>();
      for (;;) {
        const batch = await cloud.queues.receive("classify", { max: 10, visibilitySeconds: 60, waitSeconds: 0 });
        if (batch.length === 0) break;
        for (const { body } of batch) bodies.set(body, (bodies.get(body) ?? 0) + 1);
      }
      for (let n = 0; n <= last; n++) {
        expect(bodies.get(`${n}`)).toBe(1);
        expect(bodies.get(`${n} again`)).toBe(1);
        const node = await cloud.tally.read({ packageId: "p", round: 1, tree: "", level: 0, index: n });
        expect([...(node?.settled ?? [])]).toEqual([1]);
      }
      const { objects } = await cloud.objects.list("inbox/");
      expect(objects.length).toBeGreaterThanOrEqual(last + 1);
      for (const { key, bytes } of objects) {
        let seen = 0;
        for await (const chunk of (await cloud.objects.get(key))?.body ?? []) {
          expect(new Set(chunk)).toEqual(new Set([Number(key.slice("inbox/".length)) % 256]));
          seen += chunk.length;
        }
        expect(seen).toBe(bytes);
      }
      expect((await cloud.queues.depth("intake")).visible).toBeGreaterThanOrEqual(objects.length);
    }
  });

  it("hold at most one runner; a killed one leaves no lock, and its invocations are delivered again at once", async () => {
    const options = {
      cloud,
      handlersModule: new URL("./fixture-handlers.ts", import.meta.url),
      topology: smallTopology(),
      threads: 1,
    };
    const child = inProcess("run");
    expect(await answer(child)).toBe("running");
    await expect(startRunner(options)).rejects.toThrow(
      `(pid ${child.pid}) is running the pipeline on ${cloud.dataDir}`,
    );

    await cloud.queues.send("classify", [{ body: JSON.stringify({ name: "a", do: "hang", until: 1 }) }]);
    const notes = async () => (await cloud.objects.list("notes/classify/a/")).objects.length;
    await eventually(async () => expect(await notes()).toBe(1));
    child.kill("SIGKILL");
    await once(child, "exit");
    const runner = await startRunner(options);
    try {
      await eventually(async () => expect(await notes()).toBe(2));
    } finally {
      await runner.stop();
    }
  });
});
