import { describe, expect, test } from "vitest";
import { createApi } from "../../src/api/index.ts";
import { createWorld } from "../support/world.ts";

const files = (count: number, text = "hello") =>
  Array.from({ length: count }, (_, n) => ({ name: `file-${n}.txt`, text: `${text} ${n}` }));

const local = { host: "127.0.0.1" };

const setUp = () => {
  const world = createWorld();
  const api = createApi({ cloud: world.cloud, auth: { mode: "loopback" }, cursorKey: "k", directUploads: true });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    api.request(path, { headers: { ...local, ...headers } });
  const json = async (path: string) => {
    const answer = await get(path);
    expect(answer.status, await answer.clone().text()).toBe(200);
    // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests look at
    return (await answer.json()) as any;
  };
  return { ...world, world, api, get, json };
};

describe("a package's status", () => {
  test("shows expected, settled and missing components while it runs, and the report's totals at its end", async () => {
    const { submit, step, world, json } = setUp();
    const id = await submit("a.zip", files(250));
    await step(["intake"]);
    let one = await json(`/api/v1/packages/${id}`);
    expect(one.progress).toMatchObject({ expected: 250, settled: 0, failed: 0, missing: 250 });
    await step(["classify"], 200);
    one = await json(`/api/v1/packages/${id}`);
    expect(one.stages.map((s: { stage: string; status: string }) => [s.stage, s.status])).toEqual([
      ["inbox", "done"],
      ["intake", "done"],
      ["classify", "active"],
      ["analyze", "active"],
      ["aggregate", "waiting"],
    ]);
    await world.finish();
    await world.cloud.clock.advance(5_000);
    one = await json(`/api/v1/packages/${id}`);
    expect(one).toMatchObject({
      state: "complete",
      revision: 1,
      progress: { expected: 250, settled: 250, missing: 0 },
    });
    expect(one.progress.tasks.succeeded).toBe(500);
  });
});
