import { describe, expect, it } from "vitest";
import { defineSubscriber } from "../../src/choreography/define-subscriber.ts";
import { TerminalError } from "../../src/errors.ts";
import type { WholePipeline } from "../../src/stages/pipeline.ts";
import { redrive } from "../../src/stages/redrive/redrive.ts";
import { cancel } from "../../src/stages/settle/cancel.ts";
import { sweep } from "../../src/stages/watch/sweep.ts";
import { type MemoryCloud, memoryCloud } from "../../src/testing/memory/index.ts";
import { type ChoreographyPart, drive, pipelineOver, rowOf } from "../drive.ts";
import { watched } from "../watched.ts";

/** What the outside world sees of two subscribers. */
const outside = () => {
  const told: string[] = [];
  const booked: string[] = [];
  const checked: string[] = [];
  const tell = defineSubscriber({
    name: "tell",
    when: ["open", "complete", "rejected", "cancelled"],
    run: ({ key, state }) => void told.push(`${key} ${state}`),
  });
  const book = defineSubscriber({
    name: "book",
    when: ["complete", "rejected", "cancelled"],
    run: async ({ key }, { once }) => {
      const post = async () => booked.push(key);
      const check = async () => {
        checked.push(key);
        return booked.includes(key) ? booked.indexOf(key) + 1 : undefined;
      };
      expect(await once("post", post, { check })).toBe(booked.indexOf(key) + 1);
    },
  });
  return { told, booked, checked, onComplete: [tell, book] };
};

/** A process dies at its `n`th call of a port, in the middle of it or right after it; the next message finds a new process. */
const dying = (cloud: MemoryCloud, n: number, moment: "before" | "after") => {
  const state = { calls: 0, dead: false };
  const crash = (): never => {
    throw new Error(`The process died at call ${n}`);
  };
  const inside = watched(cloud, async (_, next) => {
    if (state.dead) crash();
    state.calls += 1;
    state.dead = state.calls === n;
    if (state.dead && moment === "before") crash();
    const answer = await next();
    return state.dead ? crash() : answer;
  });
  const around = watched(cloud, async ({ name }, next) => {
    if (name === "receive") state.dead = false;
    return next();
  });
  return { state, inside, around };
};

const HOUR = 3_600_000;

/** A whole run with one death. Where the caller has no message that would come again, the sweep comes by afterwards. */
const run = async (
  sweeps: number,
  n: number,
  moment: "before" | "after",
  part: ChoreographyPart,
  then: (pipeline: WholePipeline, cloud: MemoryCloud) => Promise<unknown>,
) => {
  const cloud = memoryCloud();
  const { state, inside, around } = dying(cloud, n, moment);
  const world = outside();
  const pipeline = pipelineOver(inside, { ...part, onComplete: world.onComplete });
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("FIRE\nWATER"));
  await drive(pipeline, around);
  await then(pipeline, around).catch(() => {});
  for (let hours = 0; hours < sweeps; hours += 1) {
    state.dead = false;
    await sweep(pipeline).catch(() => {});
    await drive(pipeline, around);
    await cloud.clock.advance(1.2 * HOUR);
  }
  return { ...world, cloud, row: await rowOf(cloud), isOver: state.calls < n };
};

const nothing = async () => {};

/** Runs with a death at each call in turn, until a run needs fewer calls. */
const atEveryCall = async (
  sweeps: number,
  part: ChoreographyPart,
  then: (pipeline: WholePipeline, cloud: MemoryCloud) => Promise<unknown>,
  check: (world: Awaited<ReturnType<typeof run>>, at: string) => void,
): Promise<number> => {
  for (let n = 1; ; n += 1) {
    let isOver = false;
    for (const moment of ["before", "after"] as const) {
      const world = await run(sweeps, n, moment, part, then);
      check(world, `death ${moment} the end of call ${n}`);
      isOver = world.isOver;
    }
    if (isOver) return n;
  }
};

describe("a process that dies at any one call of a port", () => {
  it("loses nothing from the arrival to the effect: every subscriber is told, with one key for each event (I1, I5)", async () => {
    const checks: string[] = [];
    const calls = await atEveryCall(0, {}, nothing, ({ told, booked, checked, row }, at) => {
      checks.push(...checked);
      expect(row, at).toMatchObject({ state: "complete", totals: { succeeded: 2 } });
      expect(row.announcing, at).toBeUndefined();
      expect(new Set(told), at).toEqual(new Set([`${row.id}/1/tell/open open`, `${row.id}/1/tell complete`]));
      expect(booked, at).toEqual([`${row.id}/1/book`]);
    });
    expect(calls).toBeGreaterThan(60);
    expect(checks.length).toBeGreaterThan(0);
  });

  it("loses nothing of a package that is rejected", async () => {
    const decompose = () => {
      throw new TerminalError("torn", "torn");
    };
    await atEveryCall(0, { decompose }, nothing, ({ told, booked, row }, at) => {
      expect(row, at).toMatchObject({ state: "rejected", error: { kind: "torn" } });
      expect(new Set(told), at).toEqual(new Set([`${row.id}/1/tell rejected`]));
      expect(booked, at).toEqual([`${row.id}/1/book`]);
    });
  });

  it("loses nothing of a second round, and tells of both", async () => {
    const again = async (pipeline: WholePipeline, cloud: MemoryCloud) => {
      await redrive(pipeline, (await rowOf(cloud)).id, { passes: ["shouting"] });
      await drive(pipeline, cloud);
    };
    await atEveryCall(4, {}, again, ({ told, booked, row }, at) => {
      // Whoever asked for the redrive knows whether it died before it began.
      const rounds = Array.from({ length: row.round }, (_, round) => round + 1);
      expect(row.state, at).toBe("complete");
      expect(new Set(told), at).toEqual(
        new Set(rounds.flatMap((round) => [`${row.id}/${round}/tell/open open`, `${row.id}/${round}/tell complete`])),
      );
      expect(booked, at).toEqual(rounds.map((round) => `${row.id}/${round}/book`));
    });
  }, 120_000);

  it("loses nothing of a cancelled package", async () => {
    const stopped = { cancelled: 0 };
    for (let n = 1; ; n += 1) {
      const cloud = memoryCloud();
      const world = outside();
      const pipeline = pipelineOver(cloud, { onComplete: world.onComplete });
      await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("FIRE"));
      await drive(pipeline, cloud, { without: ["classify"] });
      const { id } = await rowOf(cloud);
      const { state, inside } = dying(cloud, n, "after");
      await cancel({ ...pipeline, cloud: inside }, id).catch(() => {});
      for (let turn = 0; turn < 2; turn += 1) {
        await sweep(pipeline);
        await drive(pipeline, cloud);
      }
      const row = await rowOf(cloud);
      if (row.state === "cancelled") {
        stopped.cancelled += 1;
        expect(new Set(world.told), `call ${n}`).toEqual(new Set([`${id}/1/tell/open open`, `${id}/1/tell cancelled`]));
        expect(world.booked, `call ${n}`).toEqual([`${id}/1/book`]);
      }
      if (state.calls < n) break;
    }
    expect(stopped.cancelled).toBeGreaterThan(3);
  });
});
