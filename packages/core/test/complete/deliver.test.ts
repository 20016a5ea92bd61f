import { describe, expect, it } from "vitest";
import { defineSubscriber, type PackageEvent } from "../../src/choreography/define-subscriber.ts";
import { TerminalError } from "../../src/errors.ts";
import { keys } from "../../src/ids.ts";
import { announceEnd } from "../../src/stages/complete/announce.ts";
import { completions, redriveCompletions } from "../../src/stages/complete/completions.ts";
import { redrive } from "../../src/stages/redrive/redrive.ts";
import { cancel } from "../../src/stages/settle/cancel.ts";
import { bury } from "../../src/stages/watch/bury.ts";
import { why } from "../../src/stages/watch/why.ts";
import { memoryCloud } from "../../src/testing/memory/index.ts";
import { deliver, drive, idle, pipelineOver, type Result, rowOf, takeIn } from "../drive.ts";

/** A subscriber that keeps what it is told, and fails while `error` is set. */
const listener = (name: string, part: Partial<Parameters<typeof defineSubscriber>[0]> = {}) => {
  const state: { told: PackageEvent[]; attempts: number[]; error?: Error | undefined } = { told: [], attempts: [] };
  const subscriber = defineSubscriber({
    name,
    run: (event, { attempt }) => {
      state.attempts.push(attempt);
      if (state.error) throw state.error;
      state.told.push(event);
    },
    ...part,
  });
  return { state, subscriber };
};

const statuses = async ({ pipeline, row }: Awaited<ReturnType<typeof deliver>>) =>
  (await completions(pipeline, (await pipeline.cloud.packages.read(row.id)) ?? row)).map(
    ({ subscriber, outcome, attempts }) => [subscriber, outcome, attempts],
  );

describe("a subscriber", () => {
  it("is told how the package ended, with the reducer's result and an idempotency key", async () => {
    const { state, subscriber } = listener("book");
    const { row } = await deliver("FIRE\nquiet", { onComplete: [subscriber] });
    expect(state.told).toEqual([
      {
        key: `${row.id}/1/book`,
        state: "complete",
        round: 1,
        at: row.finishedAt,
        package: { id: row.id, name: "a.txt", bytes: 10, receivedAt: row.createdAt },
        priority: { score: row.priority.score, band: row.priority.band },
        tasks: { expected: 2, succeeded: 2, failed: 0, skipped: 0, expired: 0, cancelled: 0 },
        result: { components: ["0", "1"], findings: [{ title: "FIRE", component: "0" }] } satisfies Result,
      },
    ]);
  });

  it("hears only of the states that it names", async () => {
    const [ends, rejected] = [listener("ends"), listener("rejected", { when: ["rejected", "failed"] })];
    const onComplete = [ends.subscriber, rejected.subscriber];
    await deliver("A", { onComplete });
    const decompose = () => {
      throw new TerminalError("torn", "torn");
    };
    const { row } = await deliver("A", { onComplete, decompose });
    expect(ends.state.told.map(({ state }) => state)).toEqual(["complete"]);
    expect(rejected.state.told).toMatchObject([
      { state: "rejected", error: { kind: "torn", message: "torn" }, key: `${row.id}/1/rejected` },
    ]);
    expect(rejected.state.told[0]).not.toHaveProperty("result");
  });

  it("is told of a package that was cancelled, and of one whose aggregation was given up", async () => {
    const { state, subscriber } = listener("ends", { when: ["cancelled", "failed"] });
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { onComplete: [subscriber] });
    await takeIn(pipeline, cloud, "A");
    await cancel(pipeline, (await rowOf(cloud)).id);
    await drive(pipeline, cloud);
    await cloud.objects.put("inbox/b.txt", new TextEncoder().encode("B"));
    await drive(pipeline, cloud, { without: ["aggregate"] });
    const [message] = await cloud.queues.receive("aggregate", { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
    await cloud.queues.acknowledge("aggregate", [message?.receipt ?? ""]);
    await bury(pipeline, { queue: "aggregate", body: message?.body ?? "", receiveCount: 4, sentAt: 0 });
    await drive(pipeline, cloud);
    expect(state.told.map(({ state: ended }) => ended)).toEqual(["cancelled", "failed"]);
    expect(state.told[1]?.error?.kind).toBe("dead-letter");
  });

  it("is told of each round, under a key of its own", async () => {
    const { state, subscriber } = listener("book");
    const { pipeline, cloud, row } = await deliver("A", { onComplete: [subscriber] });
    await redrive(pipeline, row.id, { passes: ["shouting"] });
    await drive(pipeline, cloud);
    expect(state.told.map(({ key, round }) => [key, round])).toEqual([
      [`${row.id}/1/book`, 1],
      [`${row.id}/2/book`, 2],
    ]);
  });

  it("is not told again by a message that comes twice, or an announcement that is repeated (I3)", async () => {
    const { state, subscriber } = listener("book");
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { onComplete: [subscriber] });
    await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("A"));
    await drive(pipeline, cloud, { without: ["complete"] });
    const [message] = await cloud.queues.receive("complete", { max: 1, visibilitySeconds: 1, waitSeconds: 0 });
    await cloud.queues.send("complete", [{ body: message?.body ?? "" }]);
    await announceEnd(pipeline, { ...(await rowOf(cloud)), announcing: true });
    await drive(pipeline, cloud);
    expect(state.told).toHaveLength(1);
    expect(await completions(pipeline, await rowOf(cloud))).toMatchObject([{ outcome: "succeeded", attempts: 1 }]);
  });

  it("that fails some deliveries is told until one succeeds, with one key", async () => {
    const { state, subscriber } = listener("book");
    const flaky = defineSubscriber({
      name: "book",
      run: async (event, context) => {
        state.error = context.attempt < 3 ? new Error("not yet") : undefined;
        await (await subscriber.load())(event, context);
      },
    });
    const world = await deliver("A", { onComplete: [flaky] });
    expect(state.attempts).toEqual([1, 2, 3]);
    expect(state.told.map(({ key }) => key)).toEqual([`${world.row.id}/1/book`]);
    expect(await statuses(world)).toEqual([["book", "succeeded", 3]]);
  });
});

describe("a subscriber that always fails", () => {
  const failing = async (error: Error = new Error("down")) => {
    const [book, other] = [listener("book"), listener("other")];
    book.state.error = error;
    const world = await deliver("A", { onComplete: [book.subscriber, other.subscriber] });
    return { book, other, world };
  };

  it("ends as a failed outcome with its last error, after its dead letter; the package stays as it ended", async () => {
    const { book, other, world } = await failing();
    const { cloud, pipeline, row } = world;
    expect(row.state).toBe("complete");
    expect(book.state.attempts).toEqual([1, 2, 3, 4]);
    expect(other.state.told).toHaveLength(1);
    expect(await completions(pipeline, row)).toMatchObject([
      {
        subscriber: "book",
        state: "complete",
        outcome: "failed",
        attempts: 4,
        error: { kind: "Error", message: "down" },
      },
      { subscriber: "other", outcome: "succeeded" },
    ]);
    expect((await cloud.objects.list(`${keys.deadLetters}complete/`)).objects).toHaveLength(1);
    expect((await why(pipeline, row.id))?.because).toBe(
      "It is complete and waits for nothing; notifying book failed; redrive its completions",
    );
  });

  it("with a terminal error ends at once", async () => {
    const { book, world } = await failing(new TerminalError("gone", "gone"));
    expect(book.state.attempts).toEqual([1]);
    expect(await statuses(world)).toEqual([
      ["book", "failed", 1],
      ["other", "succeeded", 1],
    ]);
  });

  it("is told again by redriveCompletions, and nobody else is", async () => {
    const { book, other, world } = await failing();
    const { cloud, pipeline, row } = world;
    book.state.error = undefined;
    expect(await redriveCompletions(pipeline, row.id)).toEqual({ subscribers: ["book"] });
    expect(await statuses(world)).toEqual([
      ["book", "pending", undefined],
      ["other", "succeeded", 1],
    ]);
    await drive(pipeline, cloud);
    expect(book.state.told.map(({ key }) => key)).toEqual([`${row.id}/1/book`]);
    expect(other.state.told).toHaveLength(1);
    expect(await statuses(world)).toEqual([
      ["book", "succeeded", 1],
      ["other", "succeeded", 1],
    ]);
    expect(await redriveCompletions(pipeline, row.id)).toMatchObject({
      subscribers: [],
      refused: { kind: "nothing-selected" },
    });
  });

  it("again and again is told as often as it is redriven", async () => {
    const { book, world } = await failing();
    const { cloud, pipeline, row } = world;
    for (const turn of [1, 2]) {
      expect(await redriveCompletions(pipeline, row.id, ["book"])).toEqual({ subscribers: ["book"] });
      await drive(pipeline, cloud);
      expect(book.state.attempts).toHaveLength(4 + 4 * turn);
    }
    expect((await statuses(world))[0]).toEqual(["book", "failed", 4]);
  });

  it("is refused a redrive that names others, of an open package, or of none", async () => {
    const { world } = await failing();
    const { pipeline, row } = world;
    expect(await redriveCompletions(pipeline, row.id, ["other"])).toMatchObject({
      refused: { kind: "nothing-selected" },
    });
    expect(await redriveCompletions(pipeline, "pkg_none")).toBeUndefined();
    const cloud = memoryCloud();
    const open = pipelineOver(cloud);
    await takeIn(open, cloud, "A");
    expect(await redriveCompletions(open, (await rowOf(cloud)).id)).toMatchObject({ refused: { kind: "still-open" } });
  });

  it("does not keep the next round from its own deliveries", async () => {
    const { book, world } = await failing();
    const { cloud, pipeline, row } = world;
    book.state.error = undefined;
    await redrive(pipeline, row.id, { passes: ["shouting"] });
    await drive(pipeline, cloud);
    expect(book.state.told.map(({ key }) => key)).toEqual([`${row.id}/2/book`]);
    expect((await statuses(world))[0]).toEqual(["book", "succeeded", 1]);
  });
});

describe("a delivery", () => {
  it("to a subscriber that the deployment no longer has fails visibly", async () => {
    const { subscriber } = listener("book");
    const world = await deliver("A", { onComplete: [subscriber] });
    const { cloud, pipeline, row } = world;
    await redrive(pipeline, row.id, { passes: ["shouting"] });
    await drive(pipeline, cloud, { without: ["complete"] });
    await drive({ ...pipeline, onComplete: [] }, cloud);
    expect(await completions(pipeline, await rowOf(cloud))).toMatchObject([
      { outcome: "failed", error: { kind: "unknown-subscriber", message: 'This deployment has no subscriber "book"' } },
    ]);
  });

  it("gives a subscriber the secrets that it declares, and no other", async () => {
    const seen: unknown[] = [];
    const reader = defineSubscriber({
      name: "reader",
      needs: { secrets: ["KEY"] },
      run: (_, { secret }) => {
        seen.push(secret("KEY"));
        secret("OTHER" as "KEY");
      },
    });
    const { pipeline, row } = await deliver("A", { onComplete: [reader], secrets: (name) => `value of ${name}` });
    expect(seen).toEqual(["value of KEY"]);
    expect(await completions(pipeline, row)).toMatchObject([
      { outcome: "failed", error: { kind: "undeclared-secret" } },
    ]);
  });

  it("that was never announced is kept as a dead letter, and tells nobody (I6)", async () => {
    const { state, subscriber } = listener("book");
    const { cloud, pipeline, row } = await deliver("A", { onComplete: [subscriber] });
    const forged = {
      type: "complete",
      v: 1,
      packageId: row.id,
      round: 1,
      traceparent: `00-${"1".repeat(32)}-${"1".repeat(16)}-01`,
      state: "complete",
      at: 0,
      generation: 7,
      child: 0,
      subscriber: "book",
    };
    await cloud.queues.send("complete", [{ body: JSON.stringify(forged) }]);
    await drive(pipeline, cloud);
    expect(state.told).toHaveLength(1);
    const { objects } = await cloud.objects.list(`${keys.deadLetters}complete/`);
    expect(objects).toHaveLength(1);
  });

  it("costs nothing where nobody listens", async () => {
    expect((await deliver("A")).row).not.toHaveProperty("announcing");
  });

  it("tells of the round that it was announced for, whatever has become of the package since", async () => {
    const { state, subscriber } = listener("book");
    const failOnce = { fails: true };
    const pass = idle("pass", {
      run: () => {
        if (failOnce.fails) throw new TerminalError("no", "no");
        return {};
      },
    });
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { passes: [pass], onComplete: [subscriber] });
    await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("A"));
    await drive(pipeline, cloud, { without: ["complete"] });
    failOnce.fails = false;
    await redrive(pipeline, (await rowOf(cloud)).id, {});
    await drive(pipeline, cloud, { without: ["complete"] });
    await drive(pipeline, cloud);
    const told = state.told.map(({ round, state: ended, tasks }) => [round, ended, tasks?.succeeded]);
    expect(told.toSorted()).toEqual([
      [1, "failed", 0],
      [2, "complete", 1],
    ]);
  });
});
