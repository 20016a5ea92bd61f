import { describe, expect, it } from "vitest";
import { parseMessage, TaskMessage } from "../src/messages.ts";
import { perform } from "../src/stages/perform/perform.ts";
import type { WholePipeline } from "../src/stages/pipeline.ts";
import { lateResults } from "../src/stages/redrive/late.ts";
import { redrive } from "../src/stages/redrive/redrive.ts";
import { cancel } from "../src/stages/settle/cancel.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { sweep } from "../src/stages/watch/sweep.ts";
import { why } from "../src/stages/watch/why.ts";
import { type MemoryCloud, memoryCloud } from "../src/testing/memory/index.ts";
import { drive, idle, passLike, pipelineOver, rowOf, shout, takeIn } from "./drive.ts";

const LIGHT = ["light-urgent", "light-standard"] as const;
const never = new AbortController().signal;

/** A pass that is at work until it is let go. */
const held = () => {
  const state = { runs: 0, letGo: () => {} };
  const gate = new Promise<void>((resolve) => {
    state.letGo = resolve;
  });
  const pass = passLike({
    async run(context) {
      state.runs += 1;
      await gate;
      return shout(context);
    },
  });
  return { state, pass };
};

/** The message of the one task, taken out of its queue as by a consumer that acknowledges it much later. */
const takeTask = async (cloud: MemoryCloud): Promise<TaskMessage> => {
  const [message] = await cloud.queues.receive("light-standard", { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
  await cloud.queues.acknowledge("light-standard", [message?.receipt ?? ""]);
  return parseMessage(TaskMessage, message?.body ?? expect.fail("no task was sent"));
};

/** A package of one component, whose task is at work. */
const atWork = async () => {
  const cloud = memoryCloud();
  const { state, pass } = held();
  const pipeline = pipelineOver(cloud, { passes: [pass] });
  await takeIn(pipeline, cloud, "FIRE");
  await drive(pipeline, cloud, { without: LIGHT });
  const message = await takeTask(cloud);
  const working = perform(pipeline, message, { attempt: 1, signal: never });
  const finish = async () => {
    state.letGo();
    await working;
  };
  return { cloud, pipeline, state, message, finish };
};

const listedThenRedriven = async (pipeline: WholePipeline, cloud: MemoryCloud, outcome: string): Promise<void> => {
  const row = await rowOf(cloud);
  expect(await lateResults(pipeline, row)).toEqual({
    results: [{ component: "0", name: "a.txt!/0", pass: "shouting", round: 1, outcome }],
    unlooked: 0,
  });
  expect(await why(pipeline, row.id)).toMatchObject({
    late: { count: 1 },
    because: expect.stringMatching(/1 late result can be included by a redrive/),
  });
  expect(await redrive(pipeline, row.id, {})).toMatchObject({ started: true, tasks: 1 });
  await drive(pipeline, cloud);
  const after = await rowOf(cloud);
  expect(after).toMatchObject({ state: "complete", revision: 2, totals: { succeeded: 1, counts: { findings: 1 } } });
  expect((await lateResults(pipeline, after)).results).toEqual([]);
};

describe("a result that comes late is kept and listed, and a redrive makes the revision that holds it", () => {
  it("after its task expired", async () => {
    const { cloud, pipeline, state, finish } = await atWork();
    await cloud.clock.advance(25 * 3_600_000);
    expect((await sweep(pipeline)).expired).toHaveLength(1);
    await drive(pipeline, cloud);
    expect((await lateResults(pipeline, await rowOf(cloud))).results).toEqual([]);
    await finish();
    expect(await rowOf(cloud)).toMatchObject({ state: "failed", totals: { expired: 1 } });
    await listedThenRedriven(pipeline, cloud, "expired");
    expect(state.runs).toBe(1);
  });

  it("after its task's message was given up", async () => {
    const { cloud, pipeline, state, message, finish } = await atWork();
    const letter = { queue: "light-standard" as const, body: JSON.stringify(message), receiveCount: 4, sentAt: 0 };
    expect(await bury(pipeline, letter)).toMatchObject({ settled: "task" });
    await drive(pipeline, cloud);
    await finish();
    await listedThenRedriven(pipeline, cloud, "failed");
    expect(state.runs).toBe(1);
  });

  it("after its package was cancelled", async () => {
    const { cloud, pipeline, finish } = await atWork();
    await cancel(pipeline, (await rowOf(cloud)).id);
    await finish();
    expect((await rowOf(cloud)).state).toBe("cancelled");
    await listedThenRedriven(pipeline, cloud, "cancelled");
  });
});

describe("a growing task whose message is given up", () => {
  /** Hands out the two halves of "ONE+TWO". */
  const unpack = idle("unpack", {
    accepts: ({ bytes }) => bytes > 3,
    async run({ grow }) {
      for (const text of ["ONE", "TWO"]) await grow({ kind: "text", name: text, text });
      return {};
    },
  });
  const opened = async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { passes: [unpack, passLike({ accepts: ({ bytes }) => bytes === 3 })] });
    await takeIn(pipeline, cloud, "ONE+TWO");
    await drive(pipeline, cloud, { without: LIGHT });
    const message = await takeTask(cloud);
    const letter = { queue: "light-standard" as const, body: JSON.stringify(message), receiveCount: 4, sentAt: 0 };
    return { cloud, pipeline, message, letter };
  };

  it("while its components are at work is settled by them, and the report holds them all (I4)", async () => {
    const { cloud, pipeline, message, letter } = await opened();
    await perform(pipeline, message, { attempt: 4, signal: never });
    expect(await bury(pipeline, letter)).toMatchObject({ settled: "subtree" });
    await drive(pipeline, cloud);
    expect(await rowOf(cloud)).toMatchObject({
      state: "complete",
      totals: { succeeded: 3, failed: 0, counts: { findings: 2 } },
    });
  });

  it("before it handed any out is a failed task, as any other", async () => {
    const { cloud, pipeline, letter } = await opened();
    expect(await bury(pipeline, letter)).toMatchObject({ settled: "task" });
    await drive(pipeline, cloud);
    expect(await rowOf(cloud)).toMatchObject({ state: "failed", totals: { failed: 1 } });
  });

  it("and whose components end after the package did is listed with them, and all are in the next revision", async () => {
    const { cloud, pipeline, message } = await opened();
    await perform(pipeline, message, { attempt: 1, signal: never });
    const inner = await cloud.queues.receive("classify", { max: 10, visibilitySeconds: 30, waitSeconds: 0 });
    expect(inner).toHaveLength(2);
    await cloud.clock.advance(25 * 3_600_000);
    await sweep(pipeline);
    await drive(pipeline, cloud);
    const { results } = await lateResults(pipeline, await rowOf(cloud));
    expect(results.map(({ component, pass }) => `${component} ${pass}`)).toContain("0 unpack");
    await redrive(pipeline, (await rowOf(cloud)).id, {});
    await drive(pipeline, cloud);
    expect(await rowOf(cloud)).toMatchObject({ state: "complete", totals: { succeeded: 3, counts: { findings: 2 } } });
  });
});
