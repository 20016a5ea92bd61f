import { describe, expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

const stages = (pkg: { stages: { stage: string; status: string }[] }) =>
  pkg.stages.map((s) => `${s.stage} ${s.status}`);

describe("a package's status", () => {
  test("shows expected, settled and missing components and the progress of each stage while it runs", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(250));
    await world.step(["intake"]);
    expect((await json(`/api/v1/packages/${id}`)).progress).toMatchObject({ expected: 250, settled: 0, missing: 250 });
    await world.step(["classify"], 200);
    expect(stages(await json(`/api/v1/packages/${id}`))).toEqual([
      "inbox done",
      "intake done",
      "classify active",
      "light active",
      "heavy active",
      "aggregate waiting",
    ]);
    await world.finish();
    const end = await json(`/api/v1/packages/${id}`);
    expect(end).toMatchObject({
      state: "complete",
      revision: 1,
      progress: { expected: 250, settled: 250, missing: 0 },
    });
    expect(end.progress.tasks.succeeded).toBe(500);
    expect(stages(end)).toEqual([
      "inbox done",
      "intake done",
      "classify done",
      "light done",
      "heavy done",
      "aggregate done",
    ]);
  });

  test("accounts for everything in every stage: done + failed + in flight + missing = expected (I2)", async () => {
    const { world, json } = setUp();
    const id = await world.submit(
      "a.zip",
      files(120, (n) => (n % 7 === 0 ? `POISON ${n}` : `hello ${n}`)),
    );
    for (let moved = 1; moved > 0; ) {
      moved = await world.step(undefined, 35);
      await world.cloud.clock.advance(2_500);
      const pkg = await json(`/api/v1/packages/${id}`);
      for (const stage of pkg.stages) {
        if (stage.expected === undefined) continue;
        const { done, failed, inFlight, missing } = stage;
        expect(done + failed + inFlight + missing, JSON.stringify(stage)).toBe(stage.expected);
      }
    }
    const { stages: all } = await json(`/api/v1/packages/${id}`);
    expect(all.find((stage: { stage: string }) => stage.stage === "light")).toMatchObject({
      expected: 240,
      done: 240 - 18,
      failed: 18,
      growing: false,
    });
  });

  test("shows why a package was rejected", async () => {
    const { world, json } = setUp();
    const id = await world.submit("broken.zip", "not an archive");
    await world.finish();
    const pkg = await json(`/api/v1/packages/${id}`);
    expect(pkg).toMatchObject({ state: "rejected", error: { kind: "not-readable" } });
    expect(pkg.error.message).toContain("broken.zip");
    expect(stages(pkg)).toContain("intake failed");
  });

  test("is the same under the alias", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(1));
    await world.finish();
    expect(await json(`/api/packages/${id}`)).toEqual(await json(`/api/v1/packages/${id}`));
    expect((await json("/api/packages")).packages).toHaveLength(1);
  });

  test("is not found under an unknown id", async () => {
    const { json } = setUp();
    const problem = await json(`/api/v1/packages/pkg_${"0".repeat(24)}`, 404);
    expect(problem).toMatchObject({ type: "/api/docs#not-found", status: 404 });
    expect(problem.detail).toContain("pkg_0000");
    expect(problem.requestId).toMatch(/.{8,}/);
  });
});

describe("conditional requests", () => {
  test("return 304 until something changes, and then the new state", async () => {
    const { world, request } = setUp();
    const id = await world.submit("a.zip", files(3));
    await world.step(["intake"]);
    for (const path of [`/api/v1/packages/${id}`, "/api/v1/packages"]) {
      const first = await request(path);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^W\/".+"$/);
      const again = await request(path, { headers: { "if-none-match": tag } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe("");
      expect(again.headers.get("etag")).toBe(tag);
    }
    const before = (await request(`/api/v1/packages/${id}`)).headers.get("etag") ?? "";
    await world.finish();
    const moved = await request(`/api/v1/packages/${id}`, { headers: { "if-none-match": before } });
    expect(moved.status).toBe(200);
  });
});

describe("the list", () => {
  test("is in order of arrival, newest first, and its pages contain every package once", async () => {
    const { world, json } = setUp();
    for (let n = 0; n < 23; n += 1) {
      await world.submit(
        `p-${n}.zip`,
        files(1, () => `unique ${n}`),
      );
      await world.finish();
      await world.cloud.clock.advance(1_000);
    }
    const names: string[] = [];
    let path = "/api/v1/packages?limit=5";
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page = await json(`${path}${cursor ? `&cursor=${cursor}` : ""}`);
      names.push(...page.packages.map((pkg: { name: string }) => pkg.name));
      cursor = page.next;
      path = "/api/v1/packages?limit=5";
    }
    expect(names).toEqual(Array.from({ length: 23 }, (_, n) => `p-${22 - n}.zip`));
  });

  test("can be filtered by state, band, part of the name and time", async () => {
    const { world, json } = setUp();
    await world.submit("good.zip", files(2));
    await world.submit(
      "half-good.zip",
      files(4, (n) => (n === 0 ? "POISON" : `fine ${n}`)),
    );
    await world.submit("broken.zip", "no archive");
    await world.finish();
    await world.cloud.clock.advance(60_000);
    await world.submit("late.zip", files(1));
    await world.step(["intake"]);
    const names = async (query: string) =>
      (await json(`/api/v1/packages?${query}`)).packages.map((pkg: { name: string }) => pkg.name).sort();
    expect(await names("state=complete")).toEqual(["good.zip"]);
    expect(await names("state=partial,rejected")).toEqual(["broken.zip", "half-good.zip"]);
    expect(await names("state=partial&state=rejected")).toEqual(["broken.zip", "half-good.zip"]);
    expect(await names("state=active")).toEqual(["late.zip"]);
    expect(await names("name=GOOD")).toEqual(["good.zip", "half-good.zip"]);
    expect(await names(`since=${world.cloud.clock.now() - 1_000}`)).toEqual(["late.zip"]);
    expect(await names("band=critical")).toEqual([]);
    expect(await names("stalled=true")).toEqual([]);
  });

  test("can be sorted by priority across pages", async () => {
    const { world, json } = setUp();
    for (const [name, urgency] of [
      ["a", "low"],
      ["b", "critical"],
      ["c", "normal"],
      ["d", "high"],
    ] as const)
      await world.submit(
        `${name}.zip`,
        files(1, () => name),
        { urgency },
      );
    await world.finish();
    const first = await json("/api/v1/packages?sort=priority&limit=3");
    const second = await json(`/api/v1/packages?sort=priority&limit=3&cursor=${first.next}`);
    const names = [...first.packages, ...second.packages].map((pkg) => pkg.name);
    expect(names).toEqual(["b.zip", "d.zip", "c.zip", "a.zip"]);
    expect(second.next).toBeUndefined();
  });

  test("refuses a forged cursor and one of another filter", async () => {
    const { world, json } = setUp();
    for (let n = 0; n < 3; n += 1)
      await world.submit(
        `${n}.zip`,
        files(1, () => `${n}`),
      );
    await world.finish();
    const { next } = await json("/api/v1/packages?limit=1");
    await json(`/api/v1/packages?limit=2&cursor=${next}`);
    for (const query of [`state=complete&cursor=${next}`, "cursor=AAAA", `cursor=${next}x`, "cursor=%00"]) {
      const problem = await json(`/api/v1/packages?${query}`, 400);
      expect(problem.type).toMatch(/invalid-cursor/);
      expect(problem.detail).toMatch(/first page/);
    }
  });

  test("names every invalid part of a query", async () => {
    const { json } = setUp();
    const problem = await json("/api/v1/packages?limit=0&state=lost&sort=size", 400);
    expect(problem.errors.map((error: { where: string }) => error.where).sort()).toEqual([
      "query.limit",
      "query.sort",
      "query.state.0",
    ]);
  });
});
