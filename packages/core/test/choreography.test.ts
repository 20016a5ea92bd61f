import { describe, expect, it } from "vitest";
import type { AnyPass } from "../src/choreography/define-pass.ts";
import type { Decompose } from "../src/decomposition.ts";
import { TerminalError } from "../src/errors.ts";
import { keys } from "../src/ids.ts";
import { cancel } from "../src/stages/settle/cancel.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { sweep } from "../src/stages/watch/sweep.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { queueNames } from "../src/topology/topology.ts";
import {
  deliver,
  drive,
  idle,
  lines,
  outcomeOf,
  passLike,
  pipelineOver,
  type Result,
  shout,
  shouting,
  takeIn,
} from "./drive.ts";

const failing = (error: () => Error) => idle("failing", { run: () => Promise.reject(error()) });

describe("a package", () => {
  it("goes from the inbox to a complete outcome by events alone", async () => {
    const { cloud, row } = await deliver("all quiet\nFIRE in the hall\nWATER too");
    expect(row).toMatchObject({ state: "complete", components: 3, revision: 1 });
    const outcome = await outcomeOf(cloud, row.id);
    expect(outcome).toMatchObject({
      status: "complete",
      tasks: { expected: 3, succeeded: 3 },
      counts: { findings: 2 },
    });
    expect((outcome.result as Result).findings).toEqual([
      { title: "FIRE", component: "1" },
      { title: "WATER", component: "2" },
    ]);
    const states = await Promise.all(
      [0, 1, 2].map(async (n) => (await cloud.objects.head(keys.component(row.id, String(n))))?.metadata.state),
    );
    expect(states).toEqual(["settled", "settled", "settled"]);
  });

  it("of no components is complete at once, with an empty outcome", async () => {
    const { cloud, row } = await deliver("");
    expect(row).toMatchObject({ state: "complete", components: 0 });
    expect((await outcomeOf(cloud, row.id)).tasks.expected).toBe(0);
  });

  it("is partial when some of its tasks failed, and says which and why", async () => {
    const picky = idle("picky", {
      async run(context) {
        if ((await context.whole()).length < 4) throw new TerminalError("too-short", "Nothing to look at");
        return {};
      },
    });
    const { cloud, row } = await deliver("long enough\nno", { passes: [shouting, picky] });
    expect(row.state).toBe("partial");
    const report = await outcomeOf(cloud, row.id);
    expect(report.tasks).toMatchObject({ expected: 4, succeeded: 3, failed: 1 });
    expect(report.failures.first).toMatchObject([{ component: "1", pass: "picky", error: { kind: "too-short" } }]);
  });

  it("is complete in spite of failures within the percentage that it tolerates", async () => {
    const odd = passLike({
      async run(context) {
        if ((await context.whole()).length === 1) throw new TerminalError("odd", "odd");
        return {};
      },
    });
    const { row } = await deliver("aa\nbb\ncc\nd", { passes: [odd], metadata: { "tolerate-failed-percent": "25" } });
    expect(row.state).toBe("complete");
  });

  it("skips what comes after a failed task", async () => {
    const broken = failing(() => new TerminalError("broken", "broken"));
    const passes = [broken, passLike({ after: [broken] })];
    const { cloud, row } = await deliver("A", { passes });
    expect(row.state).toBe("failed");
    expect((await outcomeOf(cloud, row.id)).tasks).toMatchObject({ expected: 2, failed: 1, skipped: 1 });
  });

  it("ends although a task keeps failing: its dead letter is settled with the last error (I1)", async () => {
    let calls = 0;
    const { cloud, row } = await deliver("A", { passes: [failing(() => new Error(`try ${++calls}`))] });
    expect(row.state).toBe("failed");
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure?.error).toEqual({ kind: "Error", message: "try 4" });
    const { objects } = await cloud.objects.list(keys.deadLetters);
    expect(objects).toHaveLength(1);
  });

  it.each([
    ["a negative number", { findings: -1 }],
    ["a fraction", { findings: 0.5 }],
    ["no number", { findings: Number.NaN }],
    ["nothing", undefined],
    ["a promise", Promise.resolve({ findings: 1 })],
  ])("fails at once a task whose counts give %s", async (_, counted) => {
    let runs = 0;
    const counting = passLike({
      name: "counting",
      run: () => {
        runs += 1;
        return {};
      },
      counts: () => counted as never,
    });
    const { cloud, row } = await deliver("A", { passes: [counting] });
    const [failure] = (await outcomeOf(cloud, row.id)).failures.first;
    expect(failure?.error?.kind).toBe("invalid-count");
    expect(runs).toBe(1);
  });

  it("is rejected when its decomposer hands out more components than a package may have, even without end", async () => {
    const endless: Decompose = async function* (source, options) {
      for (;;) yield* lines(source, options);
    };
    const { row } = await deliver("A\nB", { decompose: endless, topology: { limits: { components: 5 } } });
    expect(row).toMatchObject({ state: "rejected", error: { kind: "too-many-components" } });
    expect(row.error?.message).toContain("More than 5 components; send the package in parts");
  });

  it("is rejected with the reason when it cannot be decomposed", async () => {
    const decompose = () => {
      throw new TerminalError("truncated-archive", "a.txt ends early; deliver it again");
    };
    const { row } = await deliver("A", { decompose });
    expect(row).toMatchObject({ state: "rejected", error: { kind: "truncated-archive" } });
  });

  it("delivered twice is one package, and nothing is done twice", async () => {
    const { cloud, pipeline, row } = await deliver("A\nB");
    await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("A\nB"));
    await drive(pipeline, cloud);
    const { packages } = await cloud.packages.list({ limit: 10 });
    expect(packages).toHaveLength(1);
    expect(packages[0]).toEqual(row);
  });

  it("reuses the result of equal bytes that came in another package, where the pass shares by content", async () => {
    let runs = 0;
    const counted = passLike({
      cache: "content",
      run: (context) => {
        runs += 1;
        return shout(context);
      },
    });
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { passes: [counted] });
    for (const name of ["one", "two"]) {
      await cloud.objects.put(`inbox/${name}/a.txt`, new TextEncoder().encode("SAME"));
      await drive(pipeline, cloud);
    }
    expect(runs).toBe(1);
  });

  it.each(queueNames)(
    "keeps what is no message on the queue %s as a dead letter, and settles nothing by it (I6)",
    async (queue) => {
      const cloud = memoryCloud();
      const letter = { queue, body: "{not json", receiveCount: 4, sentAt: 1 };
      expect(await bury(pipelineOver(cloud), letter)).toMatchObject({ settled: "nothing", body: "{not json" });
      expect((await cloud.objects.list(keys.deadLetters)).objects).toHaveLength(1);
    },
  );

  it("keeps a message that is no message, and goes on with the others (I6)", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await cloud.queues.send("classify", [{ body: "{not json" }]);
    await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("A"));
    await drive(pipeline, cloud);
    const [row] = (await cloud.packages.list({ limit: 10 })).packages;
    expect(row?.state).toBe("complete");
    expect((await cloud.objects.list(keys.deadLetters)).objects).toHaveLength(1);
  });
});

describe("the sweep", () => {
  it("finds nothing to do where nothing was lost", async () => {
    const { pipeline } = await deliver("A\nB");
    expect(await sweep(pipeline)).toEqual({ open: 0, mended: [], expired: [], unclaimed: [] });
  });

  it("sends again what was lost, once nothing has moved for long enough", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, "A\nB");
    const swallowed = await cloud.queues.receive("classify", { max: 10, visibilitySeconds: 30, waitSeconds: 0 });
    await cloud.queues.acknowledge(
      "classify",
      swallowed.map(({ receipt }) => receipt),
    );

    expect((await sweep(pipeline)).mended).toEqual([]);
    await cloud.clock.advance(3_900_000);
    expect((await sweep(pipeline)).mended).toHaveLength(1);
    await drive(pipeline, cloud);
    expect((await cloud.packages.list({ limit: 1 })).packages[0]?.state).toBe("complete");
  });

  it("expires what is missing at the deadline, and the package ends with an outcome", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    await takeIn(pipeline, cloud, "A\nB");
    await cloud.clock.advance(25 * 3_600_000);
    expect((await sweep(pipeline)).expired).toHaveLength(1);
    await drive(pipeline, cloud);
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    expect(row).toMatchObject({ state: "failed", totals: { expired: 2 } });
  });
});

describe("cancelling", () => {
  it("ends the package at once, and queued tasks find themselves settled", async () => {
    let runs = 0;
    const counted = passLike({
      run: (context) => {
        runs += 1;
        return shout(context);
      },
    });
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { passes: [counted] });
    await takeIn(pipeline, cloud, "A\nB\nC");
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    expect(await cancel(pipeline, row?.id ?? "")).toMatchObject({ cancelled: 3, row: { state: "cancelled" } });
    await drive(pipeline, cloud);
    expect(runs).toBe(0);
    expect((await cloud.packages.list({ limit: 1 })).packages[0]?.state).toBe("cancelled");
  });

  it("stops dispatch within one task: what is at work ends, and nothing after it begins", async () => {
    const ran: string[] = [];
    const chained = (name: string, after: AnyPass[]) =>
      idle(name, {
        after,
        run: () => {
          ran.push(name);
          return {};
        },
      });
    const first = chained("first", []);
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { passes: [first, chained("second", [first])] });
    await takeIn(pipeline, cloud, "A");
    await drive(pipeline, cloud, { without: ["light-standard", "light-urgent"] });
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    const stop = idle("first", {
      run: async () => {
        ran.push("first");
        await cancel(pipeline, row?.id ?? "");
        return {};
      },
    });
    const stopping = { ...pipeline, passes: new Map(pipeline.passes).set("first", stop) };
    await drive(stopping, cloud);
    expect(ran).toEqual(["first"]);
    expect((await cloud.packages.list({ limit: 1 })).packages[0]?.state).toBe("cancelled");
  });
});
