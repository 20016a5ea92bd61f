import { describe, expect, it } from "vitest";
import { HeavyMessage, parseMessage } from "../src/messages.ts";
import { noTotals } from "../src/outcome.ts";
import { aggregationEstimate, handOver } from "../src/stages/aggregate/route.ts";
import { route } from "../src/stages/classify/plan-for.ts";
import { work } from "../src/stages/perform/work.ts";
import { redrive } from "../src/stages/redrive/redrive.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { why } from "../src/stages/watch/why.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { drive, pipelineOver, takeIn } from "./drive.ts";

/** Groups of a hundred components with one task each. */
const groups = (count: number, findings: number) =>
  Array.from({ length: count }, () => ({
    settled: new Set(Array.from({ length: 100 }, (_, child) => child)),
    totals: { ...noTotals(), succeeded: 100, counts: { findings } },
  }));

describe("the route of an aggregation", () => {
  it.each([
    ["a function adds up 100,000 components and a million findings from summaries", groups(1000, 1000), [], "function"],
    ["a function reads a few groups anew that a redrive went through", groups(1000, 1000), groups(1, 1000), "function"],
    ["a worker reads 100,000 results again after a redrive of all", groups(1000, 1000), groups(1000, 1000), "worker"],
    ["a worker reads groups that are too large for a summary", groups(20, 60_000), [], "worker"],
    ["a worker has the memory for ten million findings", groups(200, 50_000), [], "worker"],
  ] as const)("%s", (_, first, later, expected) => {
    expect(route(aggregationEstimate(first, later))).toBe(expected);
  });

  it("takes the dearest groups for those that a later round went through, since it knows only how many they are", () => {
    const first = [...groups(5, 10), ...groups(1, 40_000)];
    const one = [{ settled: new Set([0]), totals: { ...noTotals(), succeeded: 1 } }];
    const { seconds } = aggregationEstimate(first, one);
    expect(seconds - aggregationEstimate(first, []).seconds).toBeGreaterThan(40_000 * 0.000_15);
  });
});

describe("a choreography's own threshold", () => {
  const estimate = { seconds: 100, memoryMB: 1000 };
  it.each([
    [{ seconds: 60 }, "worker"],
    [{ memoryMB: 900 }, "worker"],
    [{ seconds: 0 }, "worker"],
    [{ seconds: 101, memoryMB: 1001 }, "function"],
    [{}, "function"],
    [undefined, "function"],
  ])("%j sends what takes 100 seconds and 1,000 MB to %s", (aggregation, expected) => {
    const { aggregation: limit } = pipelineOver(memoryCloud(), aggregation ? { aggregation } : {});
    expect(route(estimate, limit)).toBe(expected);
  });

  it("is that of tasks where the choreography says nothing", () => {
    const { aggregation } = pipelineOver(memoryCloud());
    for (const limit of [
      { seconds: 299.9, memoryMB: 2999 },
      { seconds: 300, memoryMB: 1 },
      { seconds: 1, memoryMB: 3000 },
    ])
      expect(route(limit, aggregation)).toBe(route(limit));
  });

  it.each([
    [3, "aggregation must be an object"],
    [{ seconds: -1 }, "aggregation.seconds is -1"],
    [{ seconds: 601 }, "its function runs for at most 600"],
    [{ memoryMB: 4000 }, "its function has 3008"],
    [{ minutes: 2 }, 'unknown option "minutes"'],
  ])("is refused with its place where it is %j", (aggregation, message) =>
    expect(() => pipelineOver(memoryCloud(), { aggregation: aggregation as object })).toThrow(message),
  );
});

/** A package whose tasks are all settled, its completion message, and a threshold that every round is past. */
const complete = async (metadata: Record<string, string> = {}) => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud, { aggregation: { seconds: 0 } });
  await takeIn(pipeline, cloud, "A\nB", metadata);
  await drive(pipeline, cloud, { without: ["aggregate"] });
  const take = async (queue: string) => {
    const [message] = await cloud.queues.receive(queue, { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
    if (message) await cloud.queues.acknowledge(queue, [message.receipt]);
    return message?.body;
  };
  const read = async () => (await cloud.packages.list({ limit: 1 })).packages[0] ?? expect.fail("no row");
  const body = (await take("aggregate")) ?? expect.fail("no completion message");
  const message = parseMessage(HeavyMessage, body);
  if (message.type !== "aggregate") expect.fail("a task on the queue of completions");
  return { cloud, pipeline, message, take, read };
};

describe("a round that is too big for a function", () => {
  it.each([
    ["heavy-standard", {}],
    ["heavy-urgent", { urgency: "critical", source: "a court", "source-weight": "1" }],
  ])("is sent on to %s, with a request for a worker, which makes its report", async (queue, metadata) => {
    const { cloud, pipeline, message, take, read } = await complete(metadata);
    const { id } = await read();
    expect((await why(pipeline, id))?.because).toContain(queue);
    expect(await handOver(pipeline, message)).toBe(true);
    expect(JSON.parse((await take("dispatch")) ?? "{}")).toMatchObject({ type: "capacity" });
    const heavy = parseMessage(HeavyMessage, (await take(queue)) ?? "");
    expect(heavy).toEqual(message);
    await work({ ...pipeline, cloud }, heavy, { attempt: 1, signal: new AbortController().signal });
    expect(await read()).toMatchObject({ state: "complete", revision: 1 });
    expect(await handOver(pipeline, message)).toBe(false);
  });

  it("ends as failed with a dead letter of the heavy queue, and can be driven again (I6)", async () => {
    const { cloud, pipeline, message, read } = await complete();
    const letter = { queue: "heavy-standard" as const, body: JSON.stringify(message), receiveCount: 4, sentAt: 0 };
    expect(await bury(pipeline, letter)).toMatchObject({ settled: "round" });
    const { id, state } = await read();
    expect(state).toBe("failed");
    expect(await redrive(pipeline, id, {})).toMatchObject({ started: true });
    await drive(pipeline, cloud);
    expect(await read()).toMatchObject({ state: "complete", revision: 2 });
  });
});

describe("any other round", () => {
  it("stays with the function", async () => {
    const { pipeline, message, take, read } = await complete();
    const plain = { ...pipeline, aggregation: { seconds: 300, memoryMB: 3000 } };
    expect(await handOver(plain, message)).toBe(false);
    expect((await why(plain, (await read()).id))?.because).toContain("the queue aggregate");
    expect([await take("heavy-standard"), await take("heavy-urgent")]).toEqual([undefined, undefined]);
  });
});
