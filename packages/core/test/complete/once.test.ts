import { describe, expect, it } from "vitest";
import { defineSubscriber } from "../../src/choreography/define-subscriber.ts";
import { RetryLater } from "../../src/errors.ts";
import { redriveCompletions } from "../../src/stages/complete/completions.ts";
import { type OnceAddress, onceOver } from "../../src/stages/complete/once.ts";
import { memoryCloud } from "../../src/testing/memory/index.ts";
import { deliver, drive } from "../drive.ts";

const first: OnceAddress = {
  packageId: "p",
  round: 1,
  state: "complete",
  generation: 0,
  subscriber: "book",
  attempt: 1,
};

const world = () => {
  const cloud = memoryCloud();
  const happened: string[] = [];
  const effect = (value: unknown) => async () => {
    happened.push(String(value));
    return value;
  };
  const once = (part: Partial<OnceAddress> = {}) => onceOver(cloud, { ...first, ...part });
  return { cloud, happened, effect, once };
};

const dies = async (): Promise<never> => {
  throw new Error("died inside");
};

describe("once", () => {
  it.each([7, "text", null, undefined, { id: 3 }])(
    "runs an effect once for an event, and remembers %j",
    async (value) => {
      const { happened, effect, once } = world();
      expect(await once()("post", effect(value))).toEqual(value);
      expect(await once()("post", effect("again"))).toEqual(value);
      expect(await once({ attempt: 2 })("post", effect("again"))).toEqual(value);
      expect(happened).toHaveLength(1);
    },
  );

  it.each<[string, Partial<OnceAddress>, string]>([
    ["another key", {}, "mail"],
    ["another round", { round: 2 }, "post"],
    ["another package", { packageId: "q" }, "post"],
    ["another subscriber", { subscriber: "mail" }, "post"],
    ["the opening of the same round", { state: "open" }, "post"],
  ])("runs it again for %s", async (_, part, key) => {
    const { happened, effect, once } = world();
    await once()("post", effect(1));
    await once(part)(key, effect(2));
    expect(happened).toEqual(["1", "2"]);
  });

  it("asks the outside world after a delivery that died inside, and runs the effect only if it has not happened", async () => {
    const { happened, effect, once } = world();
    await expect(once()("post", dies)).rejects.toThrow("died inside");
    const check = async () => "found outside";
    expect(await once({ attempt: 2 })("post", effect(2), { check })).toBe("found outside");
    expect(await once({ attempt: 3 })("post", effect(3), { check: dies })).toBe("found outside");
    expect(happened).toEqual([]);
    await expect(once()("mail", dies)).rejects.toThrow();
    expect(await once({ attempt: 2 })("mail", effect(4), { check: async () => undefined })).toBe(4);
    expect(happened).toEqual(["4"]);
  });

  it("does not ask before the first delivery, and without a check runs the effect again", async () => {
    const { happened, effect, once } = world();
    expect(await once()("post", effect(1), { check: dies })).toBe(1);
    await expect(once()("mail", dies)).rejects.toThrow();
    expect(await once({ attempt: 2 })("mail", effect(2))).toBe(2);
    expect(happened).toEqual(["1", "2"]);
  });

  it("waits where another delivery is inside: two that come at the same time run it once", async () => {
    const { happened, effect, once } = world();
    const answers = await Promise.allSettled([once()("post", effect(1)), once()("post", effect(2))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = answers.find((answer) => answer.status === "rejected");
    expect(refused?.reason).toBeInstanceOf(RetryLater);
    expect(happened).toHaveLength(1);
  });

  it("takes a redriven delivery for a later one, though it counts from 1 again", async () => {
    const { happened, effect, once } = world();
    await expect(once({ attempt: 4 })("post", dies)).rejects.toThrow();
    await expect(once({ attempt: 3 })("post", effect(0))).rejects.toThrow(RetryLater);
    expect(await once({ generation: 1, attempt: 1 })("post", effect(1))).toBe(1);
    expect(happened).toEqual(["1"]);
  });
});

it("an effect that failed in every delivery runs once its subscriber is redriven", async () => {
  const posted: string[] = [];
  const ledger = { down: true };
  const book = defineSubscriber({
    name: "book",
    run: async ({ key }, { once }) => {
      await once("post", async () => {
        if (ledger.down) throw new Error("down");
        posted.push(key);
      });
    },
  });
  const { cloud, pipeline, row } = await deliver("A", { onComplete: [book] });
  ledger.down = false;
  await redriveCompletions(pipeline, row.id);
  await drive(pipeline, cloud);
  await redriveCompletions(pipeline, row.id);
  await drive(pipeline, cloud);
  expect(posted).toEqual([`${row.id}/1/book`]);
});
