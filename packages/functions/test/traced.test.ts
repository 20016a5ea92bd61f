import { memoryCloud } from "@torrent/core/testing/memory";
import {
  composePipeline,
  type Decompose,
  defineChoreography,
  objectCreated,
  packageId,
  traceOf,
  type WholePipeline,
} from "@torrent/core/unstable";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { expect, it } from "vitest";
import { classifyHandler, intakeHandler } from "../src/handlers.ts";

type HandlerOf = (pipeline: WholePipeline) => (event: SQSEvent) => Promise<SQSBatchResponse>;

/** A scratch disk that is gone, for example. */
const unavailable: Decompose = () => {
  throw new Error("Not now");
};

const choreography = defineChoreography({ name: "traced", decompose: unavailable, passes: [] });

const handled = async (handlerOf: HandlerOf, queue: string, body: string) => {
  const lines: Record<string, unknown>[] = [];
  const cloud = { ...memoryCloud(), log: (_: string, event: string, fields = {}) => lines.push({ event, ...fields }) };
  const record = {
    messageId: "m",
    receiptHandle: "r",
    body,
    eventSourceARN: `arn:aws:sqs:eu-west-1:1:${queue}`,
    attributes: { ApproximateReceiveCount: "1" },
  };
  const answer = await handlerOf(composePipeline(choreography, cloud, { scratchDir: "" }))({
    Records: [record],
  } as unknown as SQSEvent);
  return { answer, lines };
};

it("says in every log line of a message's work which package and which trace it belongs to", async () => {
  const traceparent = traceOf("pkg_1", 1);
  const message = {
    type: "classify",
    v: 1,
    packageId: "pkg_1",
    round: 1,
    traceparent,
    tree: "",
    slot: 0,
    component: "0",
  };
  const { answer, lines } = await handled(classifyHandler, "classify", JSON.stringify(message));
  expect(answer.batchItemFailures).toHaveLength(1);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatchObject({ packageId: "pkg_1", traceparent });
});

it("knows a delivered object's package and trace before it is registered", async () => {
  const body = objectCreated("inbox", { key: "inbox/a b.zip", bytes: 1, etag: '"e"', modifiedAt: 0 });
  const { lines } = await handled(intakeHandler, "intake", body);
  const id = packageId("inbox", "inbox/a b.zip", '"e"');
  expect(lines).toContainEqual(
    expect.objectContaining({ event: "record-failed", packageId: id, traceparent: traceOf(id, 1) }),
  );
});

it("logs what is no message of ours all the same", async () => {
  const { lines } = await handled(classifyHandler, "classify", "no JSON");
  expect(lines).toContainEqual(expect.objectContaining({ event: "record-failed", kind: "malformed-message" }));
});
