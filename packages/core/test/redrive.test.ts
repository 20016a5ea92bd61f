import { describe, expect, it } from "vitest";
import { TerminalError } from "../src/errors.ts";
import { parseMessage, TaskMessage } from "../src/messages.ts";
import type { RedriveSelection } from "../src/ports/package-store.ts";
import { perform } from "../src/stages/perform/perform.ts";
import { fingerprint } from "../src/stages/redrive/fingerprint.ts";
import { redrive } from "../src/stages/redrive/redrive.ts";
import { cancel } from "../src/stages/settle/cancel.ts";
import { sweep } from "../src/stages/watch/sweep.ts";
import { why } from "../src/stages/watch/why.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { deliver, drive, idle, outcomeOf, passLike, pipelineOver, type Result, shouting, takeIn } from "./drive.ts";

/** A pass that fails for lines with a "?" until it is mended. */
const fragile = () => {
  const state = { mended: false, runs: 0 };
  const pass = idle("fragile", {
    async run(context) {
      state.runs += 1;
      const text = await context.text();
      if (!state.mended && text.includes("?")) throw new TerminalError("doubt", `What is "${text}"?`);
      return {};
    },
  });
  return { state, pass };
};

describe("redrive", () => {
  it("runs again what failed, keeps what succeeded, and makes the next revision", async () => {
    const { state, pass } = fragile();
    const { cloud, pipeline, row } = await deliver("A\nB?\nC", { passes: [shouting, pass] });
    expect(row.state).toBe("partial");
    state.mended = true;
    const before = state.runs;
    expect(await redrive(pipeline, row.id, {})).toMatchObject({ started: true, components: 1, tasks: 1 });
    await drive(pipeline, cloud);
    expect(await cloud.packages.read(row.id)).toMatchObject({ state: "complete", round: 2, revision: 2 });
    expect(state.runs).toBe(before + 1);
    const report = await outcomeOf(cloud, row.id, 2);
    expect(report.tasks).toMatchObject({ expected: 6, succeeded: 6 });
    expect((await outcomeOf(cloud, row.id, 1)).tasks).toMatchObject({ failed: 1 });
  });

  it("tells in a dry run what it would do, and does nothing", async () => {
    const { pass } = fragile();
    const { pipeline, row, cloud } = await deliver("A?\nB?", { passes: [pass] });
    expect(await redrive(pipeline, row.id, {}, { dryRun: true })).toMatchObject({
      components: 2,
      tasks: 2,
      started: false,
    });
    expect(await cloud.packages.read(row.id)).toEqual(row);
  });

  it("runs again what reads a redriven result, and reuses what it reads", async () => {
    let reads = 0;
    const { state, pass } = fragile();
    const reader = idle("reader", {
      after: [pass],
      async run() {
        reads += 1;
        return {};
      },
    });
    const { cloud, pipeline, row } = await deliver("A\nB", { passes: [pass, reader] });
    const runs = state.runs;
    expect(await redrive(pipeline, row.id, { passes: ["reader"], component: "1" })).toMatchObject({
      components: 1,
      tasks: 2,
    });
    await drive(pipeline, cloud);
    expect({ reads, runs: state.runs }).toEqual({ reads: 2, runs });
    expect(await cloud.packages.read(row.id)).toMatchObject({ state: "complete", revision: 2 });
  });

  it("selects by pass and by component, whatever the outcome was, and takes the results that are still valid", async () => {
    const { state, pass } = fragile();
    const { pipeline, row, cloud } = await deliver("A\nB?\nC", { passes: [shouting, pass] });
    const count = async (selection: RedriveSelection) => {
      const { components, tasks } = (await redrive(pipeline, row.id, selection, { dryRun: true })) ?? expect.fail();
      return [components, tasks];
    };
    expect(await count({ passes: ["shouting"] })).toEqual([3, 3]);
    expect(await count({ passes: ["shouting", "fragile"] })).toEqual([3, 6]);
    expect(await count({ component: "2" })).toEqual([1, 2]);
    expect(await count({ component: "2", passes: ["fragile"] })).toEqual([1, 1]);
    expect(await count({ component: "7" })).toEqual([0, 0]);
    const runs = state.runs;
    await redrive(pipeline, row.id, { component: "2" });
    await drive(pipeline, cloud);
    expect(state.runs).toBe(runs);
    expect(await cloud.packages.read(row.id)).toMatchObject({ state: "partial", revision: 2 });
    expect((await outcomeOf(cloud, row.id, 2)).tasks).toMatchObject({ expected: 6, succeeded: 5, failed: 1 });
  });

  it("selects by the error's fingerprint, whatever numbers and names it quotes", async () => {
    const { pass } = fragile();
    const { pipeline, row } = await deliver("A?\nB?\nC", { passes: [pass] });
    const print = fingerprint({ kind: "doubt", message: 'What is "anything else"?' });
    expect(await redrive(pipeline, row.id, { fingerprint: print }, { dryRun: true })).toMatchObject({ tasks: 2 });
    expect(await redrive(pipeline, row.id, { fingerprint: "0" }, { dryRun: true })).toMatchObject({ tasks: 0 });
  });

  it("selects what ran under an older version of a pass", async () => {
    const { pipeline, row, cloud } = await deliver("A\nB");
    const newer = passLike({ version: 2 });
    const later = { ...pipeline, passes: new Map([[newer.name, newer]]) };
    expect(await redrive(later, row.id, { olderThan: { shouting: 2 } })).toMatchObject({ tasks: 2, started: true });
    await drive(later, cloud);
    expect((await outcomeOf(cloud, row.id, 2)).passes).toEqual({ shouting: 2 });
    expect(await redrive(later, row.id, { olderThan: { shouting: 2 } })).toMatchObject({ started: false });
  });

  it("cancelled before it was fanned out leaves its tasks cancelled, and the next redrive runs them", async () => {
    const { state, pass } = fragile();
    const { pipeline, row, cloud } = await deliver("A\nB?", { passes: [pass] });
    state.mended = true;
    await redrive(pipeline, row.id, {});
    expect(await cancel(pipeline, row.id)).toMatchObject({ cancelled: 1 });
    await drive(pipeline, cloud);
    expect(await redrive(pipeline, row.id, {})).toMatchObject({ started: true, tasks: 1 });
    await drive(pipeline, cloud);
    expect(await cloud.packages.read(row.id)).toMatchObject({ state: "complete", revision: 3 });
    expect((await outcomeOf(cloud, row.id, 3)).tasks).toMatchObject({ expected: 2, succeeded: 2 });
  });

  it("refuses a package that is still open, and says what to do", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, "A");
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    const answer = await redrive(pipeline, row?.id ?? "", {});
    expect(answer).toMatchObject({ started: false, refused: { kind: "still-open" } });
  });
});

describe("why", () => {
  it("names every missing task, its queue and its last error", async () => {
    let calls = 0;
    const cloud = memoryCloud();
    const flaky = passLike({ run: () => Promise.reject(new Error(`busy ${++calls}`)) });
    const pipeline = pipelineOver(cloud, { passes: [flaky] });
    await takeIn(pipeline, cloud, "A\nB");
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    const id = row?.id ?? "";
    expect(await why(pipeline, id)).toMatchObject({
      because: "2 components not yet classified",
      unplannedComponents: 2,
    });
    await drive({ ...pipeline }, cloud);
    expect((await why(pipeline, id))?.because).toMatch("and waits for nothing");
  });
});

describe("why, of what has been tried", () => {
  it("says of each missing task what comes next, and when", async () => {
    const cloud = memoryCloud();
    const flaky = passLike({ run: () => Promise.reject(new Error("busy")) });
    const after = passLike({ name: "after", after: [flaky] });
    const pipeline = pipelineOver(cloud, { passes: [flaky, after] });
    await takeIn(pipeline, cloud, "A");
    const id = (await cloud.packages.list({ limit: 1 })).packages[0]?.id ?? "";
    await drive(pipeline, cloud, { without: ["light-standard", "light-urgent"] });
    const next = async () => (await why(pipeline, id))?.missing.map(({ next: { event, at } }) => [event, at]);
    expect(await next()).toEqual([
      ["delivery from light-standard; if it was lost, the sweep sends it again", undefined],
      ["dispatch, when shouting have settled", undefined],
    ]);
    const [message] = await cloud.queues.receive("light-standard", { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
    const task = parseMessage(TaskMessage, message?.body ?? "");
    const { signal } = new AbortController();
    for (const attempt of [1, 2]) await perform(pipeline, task, { attempt, signal }).catch(() => {});
    expect((await next())?.[0]).toEqual(["delivery 3 of 4 from light-standard", cloud.clock.now() + 240_000]);
    await sweep(pipeline);
    expect(await why(pipeline, id)).toMatchObject({
      missingTasks: 2,
      missing: [{ attempts: 2, lastError: { message: "busy" }, queue: "light-standard" }, { state: "waiting" }],
      next: { event: "a task settles, or the sweep resends lost messages", at: cloud.clock.now() + 3_900_000 },
      deadlineAt: expect.any(Number),
    });
    for (const attempt of [3, 4]) await perform(pipeline, task, { attempt, signal }).catch(() => {});
    expect((await next())?.[0]).toEqual([
      "its dead letter settles it as failed: delivery 4 of 4 has failed",
      undefined,
    ]);
  });
});

describe("a pass that hands out components", () => {
  /** Takes "a+b+c" apart into three components, once. */
  const unpack = idle("unpack", {
    async run({ text, grow }) {
      const whole = await text();
      if (whole.includes("+"))
        for (const [at, part] of whole.split("+").entries())
          await grow({ kind: "text", name: `part ${at}`, text: part });
      return {};
    },
  });

  it("settles when all of them have, and the outcome holds them", async () => {
    const { cloud, row } = await deliver("A\nONE+TWO+three", { passes: [shouting, unpack] });
    expect(row).toMatchObject({ state: "complete", components: 2, grown: 3 });
    const report = await outcomeOf(cloud, row.id, 1);
    expect(report.tasks).toMatchObject({ expected: 10, succeeded: 10 });
    expect((report.result as Result).components).toEqual(["0", "1", "1/unpack/0", "1/unpack/1", "1/unpack/2"]);
    const root = await cloud.tally.read({ packageId: row.id, round: 1, tree: "", level: 1, index: 0 });
    expect(root?.totals.succeeded).toBe(10);
  });

  it("is stopped by the explosion cap, as a failed task", async () => {
    const forever = idle("forever", {
      async run({ text, grow }) {
        await grow({ kind: "text", name: "more", text: `${await text()}.` });
        return {};
      },
    });
    const { cloud, row } = await deliver("A", { passes: [forever] });
    expect(row.state).toBe("partial");
    const report = await outcomeOf(cloud, row.id, 1);
    expect(report.tasks).toMatchObject({ expected: 4, succeeded: 3, failed: 1 });
    expect(report.failures.first[0]?.error?.kind).toBe("growth-depth");
  });
});
