import type { SendMessageBatchRequestEntry, SQSClient } from "@aws-sdk/client-sqs";
import { commands, createQueues, emulatedAccess, record, startFauxqs } from "@torrent/testing/emulators";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsClient, sqsMessageQueue } from "../../src/aws/sqs.ts";
import { decodeGroup, encodeGroup } from "../../src/aws/sqs-group.ts";
import { batches, SEND_BYTES } from "../../src/aws/sqs-send.ts";
import type { Clock, Random } from "../../src/ports/runtime.ts";

const slept: number[] = [];
const clock: Clock = {
  now: () => 0,
  sleep: async (ms) => {
    slept.push(ms);
  },
};
const random: Random = { id: () => "id", fraction: () => 0.5 };

const queues = { classify: "https://sqs.test/1/classify", "classify-dlq": "https://sqs.test/1/classify-dlq" };

interface Sent {
  name: string;
  input: Record<string, unknown> & { Entries?: SendMessageBatchRequestEntry[] };
}

/** Answers call by call, the last answer from then on. */
const answering = (...answers: ((sent: Sent) => unknown)[]) => {
  const calls: Sent[] = [];
  const client = {
    async send(command: { input: Record<string, unknown>; constructor: { name: string } }) {
      const sent = { name: command.constructor.name.replace(/Command$/, ""), input: command.input };
      calls.push(sent);
      return answers[Math.min(calls.length, answers.length) - 1]?.(sent) ?? {};
    },
  } as unknown as SQSClient;
  return { queue: sqsMessageQueue({ queues }, { client, clock, random }), calls };
};

const failing =
  (ids: readonly string[], SenderFault = false) =>
  () => ({
    Failed: ids.map((Id) => ({ Id, SenderFault, Code: SenderFault ? "InvalidMessageContents" : "InternalError" })),
  });

const failure = (name: string, message = name): Error => Object.assign(new Error(message), { name });

describe("sending", () => {
  it("sends again only what SQS did not take, with growing pauses", async () => {
    slept.length = 0;
    const { queue, calls } = answering(failing(["1", "3"]), failing(["3"]), () => ({}));
    await queue.send(
      "classify",
      ["a", "b", "c", "d"].map((body) => ({ body })),
    );
    expect(calls.map(({ input }) => input.Entries?.map(({ MessageBody }) => MessageBody))).toEqual([
      ["a", "b", "c", "d"],
      ["b", "d"],
      ["d"],
    ]);
    expect(slept).toEqual([100, 200]);
  });

  it("throws for a retry where SQS does not recover, and for ever where the message is at fault", async () => {
    const { queue, calls } = answering(failing(["0"]));
    await expect(queue.send("classify", [{ body: "a" }])).rejects.toThrow(/"classify" did not take 1 .*InternalError/);
    expect(calls).toHaveLength(6);
    const rejected = answering(failing(["0"], true));
    await expect(rejected.queue.send("classify", [{ body: "a" }])).rejects.toMatchObject({ kind: "message-rejected" });
    expect(rejected.calls).toHaveLength(1);
  });

  it("refuses a message that no call can carry before anything is sent", async () => {
    const { queue, calls } = answering(() => ({}));
    const large = { body: "x".repeat(SEND_BYTES + 1) };
    await expect(queue.send("classify", [{ body: "a" }, large])).rejects.toMatchObject({ kind: "message-too-large" });
    expect(calls).toHaveLength(0);
  });

  it("cuts any messages into calls of at most 10 and 1 MiB, in their order, with ids of their own", () => {
    const message = fc.record({ size: fc.oneof(fc.nat(200), fc.nat(SEND_BYTES)), wide: fc.boolean() });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (sizes) => {
        const bodies = sizes.map(({ size, wide }, index) =>
          wide ? "é".repeat(size / 2) : `${index}`.padEnd(size, "x").slice(0, SEND_BYTES),
        );
        const calls = batches(
          "classify",
          bodies.map((body) => ({ body })),
        );
        expect(calls.flat().map(({ MessageBody }) => MessageBody)).toEqual(bodies);
        for (const call of calls) {
          expect(call.length).toBeLessThanOrEqual(10);
          expect(new Set(call.map(({ Id }) => Id)).size).toBe(call.length);
          const bytes = call.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody ?? ""), 0);
          expect(bytes).toBeLessThanOrEqual(SEND_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("makes any group a MessageGroupId that SQS takes, and reads it back unless it was too long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }), (group) => {
        const encoded = encodeGroup(group);
        expect(encoded).toMatch(/^[\x21-\x7e]{1,128}$/);
        expect(encodeGroup(group)).toBe(encoded);
        if (!encoded.startsWith("%sha256:")) expect(decodeGroup(encoded)).toBe(group);
      }),
    );
    expect(encodeGroup("pkg_0123")).toBe("pkg_0123");
    expect(encodeGroup("a".repeat(129))).not.toBe(encodeGroup("a".repeat(130)));
  });
});

describe("stale receipts", () => {
  const beyond =
    "Value r for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.";
  it.each([failure("MessageNotInflight"), failure("ReceiptHandleIsInvalid"), failure("InvalidParameterValue", beyond)])(
    "are nobody's error: %s",
    async (error) => {
      const { queue } = answering(() => Promise.reject(error));
      await queue.extend("classify", "r", 10);
    },
  );

  it("are not what a message is that was held for twelve hours", async () => {
    const limit = failure(
      "InvalidParameterValue",
      "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
    const { queue } = answering(() => Promise.reject(limit));
    await expect(queue.extend("classify", "r", 10)).rejects.toThrow("43200");
  });

  it("do not keep the others from being acknowledged; a fault of SQS is thrown", async () => {
    await answering(failing(["1"], true)).queue.acknowledge("classify", ["a", "b"]);
    await expect(answering(failing(["1"])).queue.acknowledge("classify", ["a", "b"])).rejects.toThrow(/1 of 2/);
  });
});

describe("redrive", () => {
  const many = () => ({ Attributes: { ApproximateNumberOfMessages: "500", QueueArn: "arn:dlq" } });

  it("leaves many dead letters to SQS's move task and waits for its end", async () => {
    slept.length = 0;
    const { queue, calls } = answering(
      many,
      () => ({ TaskHandle: "t" }),
      () => ({ Results: [{ Status: "RUNNING", ApproximateNumberOfMessagesMoved: 10 }] }),
      () => ({ Results: [{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 500 }] }),
    );
    expect(await queue.redrive("classify", 1000)).toBe(500);
    expect(calls.map(({ name }) => name)).toEqual([
      "GetQueueAttributes",
      "StartMessageMoveTask",
      "ListMessageMoveTasks",
      "ListMessageMoveTasks",
    ]);
    expect(calls[1]?.input.SourceArn).toBe("arn:dlq");
    expect(slept).toEqual([1000]);
  });

  it("does not wait for ever: it answers with what was moved so far", async () => {
    const { queue } = answering(
      many,
      () => ({}),
      () => ({ Results: [{ Status: "RUNNING", ApproximateNumberOfMessagesMoved: 7 }] }),
    );
    expect(await queue.redrive("classify", 1000)).toBe(7);
  });

  it("says why a move task failed", async () => {
    const { queue } = answering(
      many,
      () => ({}),
      () => ({ Results: [{ Status: "FAILED", FailureReason: "no permission" }] }),
    );
    await expect(queue.redrive("classify", 1000)).rejects.toThrow("no permission");
  });

  it("moves by hand where fewer are wanted than there are, since a move task takes all", async () => {
    const { queue, calls } = answering(many, () => ({ Messages: [] }));
    expect(await queue.redrive("classify", 200)).toBe(0);
    expect(calls.map(({ name }) => name)).toEqual(["GetQueueAttributes", "ReceiveMessage"]);
  });

  it("deletes a dead letter only once it was sent", async () => {
    const { queue, calls } = answering(
      () => ({ Messages: [{ MessageId: "m", ReceiptHandle: "r", Body: "b" }] }),
      failing(["0"], true),
    );
    await expect(queue.redrive("classify", 1)).rejects.toMatchObject({ kind: "message-rejected" });
    expect(calls.map(({ name }) => name)).toEqual(["ReceiveMessage", "SendMessageBatch"]);
  });
});

describe("on the emulator", () => {
  let emulator: Awaited<ReturnType<typeof startFauxqs>>;
  beforeAll(async () => {
    emulator = await startFauxqs();
  });
  afterAll(() => emulator.stop());

  it("moves 120 dead letters by hand where there is no move task, groups and all, and keeps to the endpoint", async () => {
    const access = { ...emulatedAccess, endpoint: emulator.endpoint };
    const client = sqsClient(access);
    const urls = await createQueues(client, "redrive");
    const elsewhere = Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, url.replace(/\/\/[^/]+/, "//sqs.us-east-1.amazonaws.com")]),
    );
    const queue = sqsMessageQueue({ queues: elsewhere }, { client });
    await queue.send(
      "classify-dlq",
      Array.from({ length: 120 }, (_, index) => ({ body: `letter ${index}`, group: "größe" })),
    );
    const calls = record(client);
    expect(await queue.redrive("classify", 500)).toBe(120);
    expect(commands(calls).slice(0, 3)).toEqual(["GetQueueAttributes", "StartMessageMoveTask", "ReceiveMessage"]);
    expect(await queue.depth("classify")).toEqual({ visible: 120, inFlight: 0, delayed: 0 });
    expect(await queue.depth("classify-dlq")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const [letter] = await queue.receive("classify", { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
    expect(letter?.group).toBe("größe");
  });

  it("receives nothing, and makes no call, once it was told to stop", async () => {
    const client = sqsClient({ ...emulatedAccess, endpoint: emulator.endpoint });
    const calls = record(client);
    const queue = sqsMessageQueue({ queues }, { client });
    const signal = AbortSignal.abort();
    expect(await queue.receive("classify", { max: 1, visibilitySeconds: 30, waitSeconds: 20, signal })).toEqual([]);
    expect(calls).toEqual([]);
  });
});
