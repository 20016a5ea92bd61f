import { describe, expect, it, vi } from "vitest";
import { smallTopology, withRunner } from "./running.ts";

const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 10 });
const json = async (body: AsyncIterable<Uint8Array> | undefined): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};
const empty = { visible: 0, inFlight: 0, delayed: 0 };

describe("the event-source runner", () => {
  it("invokes a queue's function with AWS-shaped records and a context, then deletes the messages", () =>
    withRunner({}, async ({ cloud, order, notes }) => {
      await order("classify", { name: "a" });
      const [note] = await eventually(async () => {
        const found = await notes("classify");
        expect(found).toHaveLength(1);
        return found;
      });
      expect(note).toMatchObject({ name: "a", count: 1, group: "a", batch: 1, thread: 0 });
      expect(note?.arn).toMatch(/^arn:aws:sqs:[^:]+:\d{12}:classify$/);
      expect(note?.remaining).toBeGreaterThan(10_000);
      expect(note?.requestId).not.toBe("");
      await eventually(async () => expect(await cloud.queues.depth("classify")).toEqual(empty));
    }));

  it("runs CPU-bound stages on another thread, and tells the queues that they sent to", () =>
    withRunner({}, async ({ order, notes }) => {
      await order("light-standard", { name: "a", do: "forward" });
      await eventually(async () => expect(await notes("aggregate", "a")).toHaveLength(1));
      const [note] = await notes("analyze", "a");
      expect(note?.thread).toBeGreaterThan(0);
    }));

  it("returns only the failed messages of a batch, and buries them after their last receive", () =>
    withRunner({}, async ({ cloud, order, notes }) => {
      await order("classify", { name: "good" }, { name: "bad", do: "fail" }, { name: "late", do: "fail", until: 1 });
      await eventually(async () => expect(await notes("bury", "bad")).toHaveLength(1));
      expect(await notes("classify", "good")).toHaveLength(1);
      expect(await notes("classify", "late")).toHaveLength(2);
      expect((await notes("classify", "bad")).map(({ count }) => count).toSorted()).toEqual([1, 2, 3]);
      expect((await notes("bury", "bad"))[0]?.arn).toMatch(/:classify-dlq$/);
      await eventually(async () => expect(await cloud.queues.depth("classify-dlq")).toEqual(empty));
      expect(await cloud.queues.depth("classify")).toEqual(empty);
    }));

  it("counts the whole batch as failed when the function throws", () =>
    withRunner({}, async ({ order, notes }) => {
      await order("classify", { name: "good" }, { name: "bad", do: "throw", until: 1 });
      await eventually(async () => expect(await notes("classify", "bad")).toHaveLength(2));
      await eventually(async () => expect(await notes("classify", "good")).toHaveLength(2));
    }));

  it("leaves a message that the function rescheduled to the function's own time", () =>
    withRunner({ retrySeconds: "visibility" }, async ({ order, notes }) => {
      await order("classify", { name: "a", do: "later" });
      await eventually(async () => expect(await notes("classify", "a")).toHaveLength(2));
    }));

  it("leaves a failed message to its visibility timeout where it is told to do as AWS does", () =>
    withRunner({ retrySeconds: "visibility" }, async ({ cloud, order, notes }) => {
      await order("classify", { name: "a", do: "fail" });
      await eventually(async () => expect(await notes("classify", "a")).toHaveLength(1));
      await order("classify", { name: "b" });
      await eventually(async () => expect(await notes("classify", "b")).toHaveLength(1));
      await eventually(async () => expect((await cloud.queues.depth("classify")).inFlight).toBe(1));
      expect(await notes("classify", "a")).toHaveLength(1);
    }));

  it("stops waiting for a function at its time limit, and delivers again", () =>
    withRunner({ topology: smallTopology({ classify: { timeout: 0.2 } }) }, async ({ order, notes }) => {
      await order("classify", { name: "a", do: "hang", until: 1 });
      await eventually(async () => expect(await notes("classify", "a")).toHaveLength(2));
    }));

  it("never runs more invocations of a queue at once than the topology allows", () =>
    withRunner(
      { topology: smallTopology({ classify: { batchSize: 1, maxConcurrency: 2 } }), concurrency: 9 },
      async ({ cloud, order, notes }) => {
        await order("classify", ...["a", "b", "c", "d"].map((name) => ({ name, do: "gate" as const })));
        await eventually(async () => expect(await notes("classify")).toHaveLength(2));
        await order("intake", { name: "other" });
        await eventually(async () => expect(await notes("intake")).toHaveLength(1));
        expect(await notes("classify")).toHaveLength(2);
        expect((await cloud.queues.depth("classify")).inFlight).toBe(2);
        await cloud.objects.put("gate", new Uint8Array());
        await eventually(async () => expect(await notes("classify")).toHaveLength(4));
      },
    ));

  it("shares its threads between lanes, so that a long urgent queue does not starve the standard one", () =>
    withRunner({ threads: 1 }, async ({ cloud, order, notes }) => {
      await order("light-urgent", { name: "first", do: "gate" });
      await eventually(async () => expect(await notes("analyze")).toHaveLength(1));
      await order("light-urgent", ...Array.from({ length: 30 }, (_, index) => ({ name: `urgent-${index}` })));
      await order("light-standard", { name: "standard" });
      await cloud.objects.put("gate", new Uint8Array());
      await eventually(async () => expect(await notes("analyze", "standard")).toHaveLength(1));
      expect((await notes("analyze")).length).toBeLessThan(31);
    }));

  it("invokes the sweep by its schedule with an EventBridge event", () =>
    withRunner({}, async ({ cloud }) => {
      const [sweep] = await eventually(async () => {
        const { objects } = await cloud.objects.list("sweeps/");
        expect(objects).toHaveLength(1);
        return objects;
      });
      const object = await cloud.objects.get(sweep?.key ?? "");
      expect(await json(object?.body)).toMatchObject({
        source: "aws.events",
        "detail-type": "Scheduled Event",
        detail: {},
      });
    }));

  it.each([
    ["an answer that is no list", { batchItemFailures: "all" }],
    ["an identifier that is empty", { batchItemFailures: [{ itemIdentifier: "" }] }],
    ["an identifier that is misnamed", { batchItemFailures: [{ id: "x" }] }],
    ["an identifier of another batch", { batchItemFailures: [{ itemIdentifier: "msg-0" }] }],
  ])("counts the whole batch as failed for %s", (_, answer) =>
    withRunner({}, async ({ order, notes }) => {
      await order("classify", { name: "a", do: "answer", answer }, { name: "b" });
      await eventually(async () => expect(await notes("classify", "a")).toHaveLength(2));
      await eventually(async () => expect(await notes("classify", "b")).toHaveLength(2));
    }),
  );

  it.each([
    ["null", null],
    ["an empty object", {}],
    ["a null list", { batchItemFailures: null }],
    ["an empty list", { batchItemFailures: [] }],
  ])("counts the whole batch as done for %s", (_, answer) =>
    withRunner({}, async ({ cloud, order, notes }) => {
      await order("classify", { name: "a", do: "answer", answer });
      await eventually(async () => expect(await notes("classify", "a")).toHaveLength(1));
      await eventually(async () => expect(await cloud.queues.depth("classify")).toEqual(empty));
    }),
  );
});
