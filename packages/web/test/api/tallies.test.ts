import { analysisPass } from "@torrent/analysis";
import { describe, expect, test } from "vitest";
import { cloudWatchLinks } from "../../src/api/index.ts";
import { files, setUp } from "../support/api.ts";
import { notesWith, patterns } from "../support/notes.ts";

/** Takes long by its own account, and so goes to a worker; fails for good on HOPELESS. */
const deep = analysisPass({
  name: "deep",
  version: 1,
  required: false,
  after: [patterns],
  accepts: () => true,
  estimate: () => ({ seconds: 1_000, memoryMB: 128 }),
  run: async () => ({ facts: { deep: true } }),
});

const withHeavy = () => setUp({}, { choreography: notesWith(deep) });

type Stage = { stage: string; expected?: number } & Record<string, unknown>;
const stage = (pkg: { stages: Stage[] }, name: string): Stage =>
  pkg.stages.find((each) => each.stage === name) ?? expect.fail(`no stage ${name}`);

describe("light and heavy work", () => {
  test("are counted separately, and a task after a light one is missing until that is settled", async () => {
    const { world, json } = withHeavy();
    const id = await world.submit("a.zip", files(3));
    const read = () => json(`/api/v1/packages/${id}`);
    await world.step(["intake", "classify"]);
    expect(stage(await read(), "light")).toMatchObject({ expected: 6, inFlight: 6, missing: 0 });
    expect(stage(await read(), "heavy")).toMatchObject({ expected: 3, inFlight: 0, missing: 3 });
    await world.step(["light-urgent", "light-standard"]);
    await world.cloud.clock.advance(2_000);
    expect(stage(await read(), "light")).toMatchObject({ done: 6, inFlight: 0, status: "active" });
    expect(stage(await read(), "heavy")).toMatchObject({ inFlight: 3, missing: 0 });
    await world.finish();
    await world.cloud.clock.advance(2_000);
    expect(stage(await read(), "heavy")).toMatchObject({ expected: 3, done: 3, status: "done" });
    expect((await read()).progress.tasks).toMatchObject({ succeeded: 9, heavy: 3 });
  });

  test("of components without a plan are not guessed: the stage is marked as growing", async () => {
    const { world, json } = withHeavy();
    const id = await world.submit("a.zip", files(30));
    await world.step(["intake"]);
    await world.step(["classify"], 10);
    const pkg = await json(`/api/v1/packages/${id}`);
    expect(stage(pkg, "classify")).toMatchObject({ expected: 30, done: 10, inFlight: 20 });
    expect(stage(pkg, "light")).toMatchObject({ expected: 20, growing: true });
  });

  test("of a large package are extrapolated from some of its components, and exact in the end", async () => {
    const { world, json } = withHeavy();
    const id = await world.submit("large.zip", files(1_200));
    await world.step(["intake", "classify"]);
    const early = stage(await json(`/api/v1/packages/${id}`), "light");
    expect(early).toMatchObject({ approximate: true, expected: 2_400 });
    await world.finish();
    await world.cloud.clock.advance(2_000);
    const end = await json(`/api/v1/packages/${id}`);
    expect(stage(end, "light")).toMatchObject({ approximate: false, done: 2_400 });
    expect(stage(end, "heavy")).toMatchObject({ approximate: false, done: 1_200 });
  });
});

describe("retries", () => {
  test("are shown while they last, can be listed, and are counted afterwards", async () => {
    const { world, json } = setUp();
    const flaky = await world.submit("flaky.zip", [{ name: "a.txt", text: "FLAKY" }]);
    await world.submit("fine.zip", files(1));
    await world.step(["intake", "classify"]);
    await world.step(["light-urgent", "light-standard"], 3);
    await world.cloud.clock.advance(6_000);
    const { packages } = await json("/api/v1/packages?retrying=true");
    expect(packages).toMatchObject([{ id: flaky, retrying: 1, state: "open" }]);
    expect((await json("/api/v1/packages?retrying=false")).packages).toMatchObject([{ retrying: 0 }]);
    expect(stage(await json(`/api/v1/packages/${flaky}`), "light")).toMatchObject({ retrying: 1, inFlight: 1 });
    await world.finish();
    await world.cloud.clock.advance(6_000);
    const end = await json(`/api/v1/packages/${flaky}`);
    expect(end).toMatchObject({ retrying: 0, progress: { tasks: { failed: 1, retried: 1 } } });
    expect((await json("/api/v1/packages?retrying=true")).packages).toEqual([]);
  });
});

describe("cost", () => {
  test("is the same in the list and on the package's page, over all rounds", async () => {
    const { world, json, post } = withHeavy();
    const id = await world.submit("a.zip", [...files(4), { name: "bad.txt", text: "POISON" }]);
    await world.finish();
    const [listed] = (await json("/api/v1/packages")).packages;
    expect(listed.cost.usd).toBeGreaterThan(0);
    expect(listed.cost.choreographyUsd).toBeLessThan(listed.cost.stepFunctionsUsd);
    const { cost } = await json(`/api/v1/packages/${id}/activity`);
    expect(cost).toMatchObject(listed.cost);
    await post(`/api/v1/packages/${id}/redrive`, {}, 202);
    await world.finish();
    const [again] = (await json("/api/v1/packages")).packages;
    expect(again.round).toBe(2);
    expect(again.cost.usd).toBeGreaterThan(listed.cost.usd);
    expect(again.roundAt).toBeGreaterThanOrEqual(listed.roundAt);
  });
});

describe("a task's log", () => {
  const logLink = cloudWatchLinks({
    region: "eu-central-1",
    groups: { function: "/torrent/live/analyze", worker: "/torrent/live/worker" },
  });

  test("is linked by its address and time if the deployment keeps one", async () => {
    const { world, json } = setUp({ logLink });
    const id = await world.submit("a.zip", [{ name: "bad.txt", text: "POISON" }]);
    await world.finish();
    const { tasks } = await json(`/api/v1/packages/${id}/components/0`);
    const { log } = tasks.find(({ pass }: { pass: string }) => pass === "patterns");
    const [, group, query] = log.split(/log-group\/|\/log-events\$3F/);
    const plain = (part: string) => decodeURIComponent(decodeURIComponent(part.replaceAll("$", "%")));
    expect(log).toMatch(
      /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-central-1#logsV2:/,
    );
    expect(plain(group)).toBe("/torrent/live/analyze");
    expect(plain(query)).toContain(`$.packageId = "${id}" && $.round = 1 && $.tree = "" && $.slot = 0 && $.task = 0`);
    expect(plain(query)).toMatch(/start=\d+&end=\d+$/);
  });

  test("is not linked if there is none", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(1));
    await world.finish();
    const { tasks } = await json(`/api/v1/packages/${id}/components/0`);
    for (const task of tasks) expect(task).not.toHaveProperty("log");
  });
});
