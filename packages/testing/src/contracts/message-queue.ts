import { deadLetterQueue, defaultTopology, type MessageQueue, type ReceivedMessage } from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { anyUnicode, atOnce, contract, eventually, type Subject, type Without } from "./contract.ts";

export interface QueueSubject extends Subject {
  queues: MessageQueue;
}

const QUEUE = "classify";
const OTHER = "dispatch";
const DEAD = deadLetterQueue(QUEUE);
const LONG = { max: 10, visibilitySeconds: 60, waitSeconds: 0 };
const ONCE = { max: 1, visibilitySeconds: 60, waitSeconds: 0 };
const bodies = (messages: readonly ReceivedMessage[]): string[] => messages.map(({ body }) => body).toSorted();

/** What {@link MessageQueue} promises, for any queue, by the names and receive counts of the topology. */
export const messageQueueContract = (
  name: string,
  makeSubject: () => Promise<QueueSubject>,
  without: Without<"delay" | "redrive" | "group"> = {},
): void =>
  contract(`MessageQueue: ${name}`, makeSubject, without, ({ subject, needs }) => {
    /** Receives until `count` messages came, each kept invisible for a minute. */
    const receive = async (count: number, queue: string = QUEUE, options = LONG): Promise<ReceivedMessage[]> => {
      const got: ReceivedMessage[] = [];
      return eventually(subject(), `${count} messages from ${queue}`, async () => {
        got.push(...(await subject().queues.receive(queue, options)));
        return got.length >= count ? got : undefined;
      });
    };
    const receiveOne = async (queue: string = QUEUE, options = ONCE): Promise<ReceivedMessage> =>
      (await receive(1, queue, options))[0]!;
    /** Receives the queue's one message and gives it back until it is dead. */
    const bury = async (): Promise<ReceivedMessage> => {
      for (let count = 1; count <= defaultTopology.queues[QUEUE].maxReceives; count++) {
        const message = await receiveOne();
        expect(message.receiveCount).toBe(count);
        await subject().queues.extend(QUEUE, message.receipt, 0);
      }
      return eventually(subject(), "the message is dead", async () => {
        expect(await subject().queues.receive(QUEUE, ONCE)).toEqual([]);
        return (await subject().queues.receive(DEAD, ONCE))[0];
      });
    };

    it("delivers what was sent, for the first time, and not again while it is invisible", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "one" }]);
      const message = await receiveOne();
      expect(message).toMatchObject({ body: "one", receiveCount: 1 });
      expect(message.messageId).not.toBe("");
      expect(message.sentAt).toBeGreaterThan(0);
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
    });

    it("sends nothing for an empty list and receives nothing from an empty queue", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, []);
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
      expect(await queues.depth(QUEUE)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    });

    it("keeps queues apart", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "mine" }]);
      expect(await queues.receive(OTHER, LONG)).toEqual([]);
      expect(await queues.receive(DEAD, LONG)).toEqual([]);
      expect((await receiveOne()).body).toBe("mine");
    });

    it("sends 137 messages in one call and hands out at most `max` at a time, each once", async () => {
      const { queues } = subject();
      const sent = Array.from({ length: 137 }, (_, index) => `message ${index}`);
      await queues.send(
        QUEUE,
        sent.map((body) => ({ body })),
      );
      const three = await queues.receive(QUEUE, { ...LONG, max: 3 });
      expect(three.length).toBeLessThanOrEqual(3);
      const rest = await receive(137 - three.length);
      expect(bodies([...three, ...rest])).toEqual(sent.toSorted());
    });

    it("keeps any Unicode, and a body of 200 KB, unchanged", async () => {
      const { queues } = subject();
      const large = anyUnicode.repeat(Math.ceil(200_000 / Buffer.byteLength(anyUnicode)));
      const sent = [anyUnicode, large, " ", '{"v":1}'];
      await queues.send(
        QUEUE,
        sent.map((body) => ({ body })),
      );
      expect(bodies(await receive(sent.length))).toEqual(sent.toSorted());
    });

    it("sends a batch whose bodies together pass the limit of one call", async () => {
      const { queues } = subject();
      const sent = Array.from({ length: 12 }, (_, index) => `${index}`.padEnd(200_000, "x"));
      await queues.send(
        QUEUE,
        sent.map((body) => ({ body })),
      );
      expect(bodies(await receive(12))).toEqual(sent.toSorted());
    });

    it("delivers no message to two of 50 concurrent receivers while it is invisible", async () => {
      const { queues } = subject();
      await queues.send(
        QUEUE,
        Array.from({ length: 50 }, (_, index) => ({ body: `message ${index}` })),
      );
      const first = (await atOnce(50, () => queues.receive(QUEUE, ONCE))).flat();
      const got = first.length < 50 ? [...first, ...(await receive(50 - first.length))] : first;
      expect(new Set(bodies(got)).size).toBe(50);
      expect(got).toHaveLength(50);
    });

    it("forgets what was acknowledged", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "done" }, { body: "kept" }]);
      const got = await receive(2, QUEUE, { ...LONG, visibilitySeconds: 1 });
      await queues.acknowledge(
        QUEUE,
        got.filter(({ body }) => body === "done").map(({ receipt }) => receipt),
      );
      const again = await receiveOne();
      expect(again.body).toBe("kept");
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
    });

    it("acknowledges 25 receipts in one call, and none", async () => {
      const { queues } = subject();
      await queues.send(
        QUEUE,
        Array.from({ length: 25 }, (_, index) => ({ body: `${index}` })),
      );
      const got = await receive(25);
      await queues.acknowledge(QUEUE, []);
      await queues.acknowledge(
        QUEUE,
        got.map(({ receipt }) => receipt),
      );
      await eventually(subject(), "an empty queue", async () => {
        const { visible, inFlight, delayed } = await queues.depth(QUEUE);
        return visible + inFlight + delayed === 0 ? true : undefined;
      });
    });

    it("delivers again, with a higher receive count, what was not acknowledged in time", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "slow" }]);
      const first = await receiveOne(QUEUE, { ...ONCE, visibilitySeconds: 1 });
      const second = await receiveOne(QUEUE, { ...ONCE, visibilitySeconds: 1 });
      const third = await receiveOne();
      expect([first, second, third].map(({ receiveCount }) => receiveCount)).toEqual([1, 2, 3]);
      expect(new Set([first.receipt, second.receipt, third.receipt]).size).toBe(3);
      expect(third).toMatchObject({ body: "slow", messageId: first.messageId, sentAt: first.sentAt });
    });

    it("returns a message at once when its visibility is set to zero", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "back" }]);
      const first = await receiveOne();
      await queues.extend(QUEUE, first.receipt, 0);
      expect(await receiveOne()).toMatchObject({ body: "back", receiveCount: 2 });
    });

    it("keeps a message invisible for as long as it is extended", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "held" }, { body: "lapsed" }]);
      const got = await receive(2, QUEUE, { ...LONG, visibilitySeconds: 2 });
      await queues.extend(QUEUE, got.find(({ body }) => body === "held")!.receipt, 600);
      expect((await receiveOne()).body).toBe("lapsed");
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
    });

    it("does nothing for a stale receipt, and does not throw", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "mine" }]);
      const stale = await receiveOne();
      await queues.extend(QUEUE, stale.receipt, 0);
      const held = await receiveOne(QUEUE, { ...ONCE, visibilitySeconds: 2 });
      await queues.acknowledge(QUEUE, [stale.receipt]);
      await queues.extend(QUEUE, stale.receipt, 0);
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
      await queues.extend(QUEUE, stale.receipt, 600);
      const again = await receiveOne();
      expect(again).toMatchObject({ body: "mine", receiveCount: held.receiveCount + 1 });
      await queues.acknowledge(QUEUE, [again.receipt]);
      await queues.acknowledge(QUEUE, [again.receipt]);
      await queues.extend(QUEUE, again.receipt, 0);
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
    });

    needs("group", "keeps the group", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "a", group: "pkg_a" }, { body: "none" }, { body: "b", group: "pkg_b" }]);
      const got = await receive(3);
      expect(new Map(got.map(({ body, group }) => [body, group]))).toEqual(
        new Map([
          ["a", "pkg_a"],
          ["none", undefined],
          ["b", "pkg_b"],
        ]),
      );
    });

    needs("group", "delivers several messages of one group at once, since the queues are not FIFO", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [
        { body: "1", group: "pkg_a" },
        { body: "2", group: "pkg_a" },
      ]);
      expect(bodies(await receive(2, QUEUE, ONCE))).toEqual(["1", "2"]);
    });

    needs("delay", "delivers a delayed message, but not before the others", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "later", delaySeconds: 2 }, { body: "now" }]);
      expect((await receiveOne()).body).toBe("now");
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
      expect(await queues.depth(QUEUE)).toMatchObject({ visible: 0, inFlight: 1, delayed: 1 });
      expect(await receiveOne()).toMatchObject({ body: "later", receiveCount: 1 });
    });

    it("counts what is visible and what is in flight, and tells the oldest where it can", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "1" }, { body: "2" }, { body: "3" }]);
      const { sentAt } = await receiveOne();
      const { oldestAt, ...counts } = await queues.depth(QUEUE);
      expect(counts).toEqual({ visible: 2, inFlight: 1, delayed: 0 });
      const sent = [sentAt, (await receiveOne()).sentAt, (await receiveOne()).sentAt];
      if (oldestAt !== undefined) expect(oldestAt).toBe(Math.min(...sent));
    });

    it("wakes a waiting receiver when a message comes", async () => {
      const { queues } = subject();
      const waiting = queues.receive(QUEUE, { ...ONCE, waitSeconds: 20 });
      await queues.send(QUEUE, [{ body: "hello" }]);
      const found = eventually(subject(), "the receiver has it", async () => {
        const got = await Promise.race([waiting, Promise.resolve(undefined)]);
        return got;
      });
      expect((await found)[0]?.body).toBe("hello");
    });

    it("wakes a waiting receiver when a message that is in flight is given back early", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "back" }]);
      const { receipt } = await receiveOne();
      const waiting = queues.receive(QUEUE, { ...ONCE, waitSeconds: 20 });
      await queues.extend(QUEUE, receipt, 1);
      const probe = (): Promise<ReceivedMessage[] | undefined> => Promise.race([waiting, Promise.resolve(undefined)]);
      expect(await eventually(subject(), "the receiver has it", probe, 19_000)).toMatchObject([{ body: "back" }]);
    });

    it("ends a waiting receive with nothing once its time is over, and at once when it is aborted", async () => {
      const { queues } = subject();
      const settled = async (waiting: Promise<ReceivedMessage[]>) =>
        eventually(subject(), "the receiver gives up", () => Promise.race([waiting, Promise.resolve(undefined)]));
      expect(await settled(queues.receive(QUEUE, { ...ONCE, waitSeconds: 1 }))).toEqual([]);
      const stop = new AbortController();
      const waiting = queues.receive(QUEUE, { ...ONCE, waitSeconds: 20, signal: stop.signal });
      stop.abort();
      expect(await waiting).toEqual([]);
    });

    it("moves a message to the dead-letter queue after its last receive, its body unchanged", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: anyUnicode, group: "pkg_a" }]);
      const dead = await bury();
      expect(dead.body).toBe(anyUnicode);
      if (without.group === undefined) expect(dead.group).toBe("pkg_a");
      expect(await queues.receive(QUEUE, LONG)).toEqual([]);
    });

    it("buries what is never acknowledged and only times out", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "poison" }]);
      const counts: number[] = [];
      const dead = await eventually(subject(), "the message is dead", async () => {
        const alive = await queues.receive(QUEUE, { ...ONCE, visibilitySeconds: 1 });
        counts.push(...alive.map(({ receiveCount }) => receiveCount));
        return (await queues.receive(DEAD, ONCE))[0];
      });
      expect(counts).toEqual(
        Array.from({ length: defaultTopology.queues[QUEUE].maxReceives }, (_, index) => index + 1),
      );
      expect(dead.body).toBe("poison");
    });

    it("keeps dead letters until they are acknowledged, however often they are received", async () => {
      const { queues } = subject();
      await queues.send(QUEUE, [{ body: "poison" }]);
      const dead = await bury();
      await queues.extend(DEAD, dead.receipt, 0);
      for (let count = 0; count < 6; count++) await queues.extend(DEAD, (await receiveOne(DEAD)).receipt, 0);
      await queues.acknowledge(DEAD, [(await receiveOne(DEAD)).receipt]);
      expect(await queues.depth(DEAD)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    });

    needs(
      "redrive",
      "moves dead letters back to the queue that they came from, with a fresh receive count",
      async () => {
        const { queues } = subject();
        await queues.send(QUEUE, [{ body: "poison" }]);
        const dead = await bury();
        await queues.extend(DEAD, dead.receipt, 0);
        expect(await queues.redrive(QUEUE, 0)).toBe(0);
        expect(await queues.redrive(QUEUE, 10)).toBe(1);
        expect(await queues.redrive(QUEUE, 10)).toBe(0);
        expect((await bury()).body).toBe("poison");
      },
    );

    needs("redrive", "moves at most as many dead letters as it is told", async () => {
      const { queues } = subject();
      await queues.send(DEAD, [{ body: "1" }, { body: "2" }, { body: "3" }]);
      expect(await queues.redrive(QUEUE, 2)).toBe(2);
      expect(await receive(2)).toHaveLength(2);
      expect(await queues.depth(DEAD)).toMatchObject({ visible: 1 });
    });

    it("names the queues that it knows when asked for another", async () => {
      const { queues } = subject();
      await expect(queues.send("nowhere", [{ body: "lost" }])).rejects.toThrow(/nowhere/);
      await expect(queues.receive("nowhere", ONCE)).rejects.toThrow(/nowhere/);
    });
  });
