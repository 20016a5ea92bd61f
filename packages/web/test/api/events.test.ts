import { drain } from "@torrent/core/testing/memory";
import { describe, expect, test, vi } from "vitest";
import { eventsOf, type ServerEvent } from "../../src/dashboard/package/live/server-events.ts";
import { files, setUp } from "../support/api.ts";

describe("a package's events", () => {
  test("report each change once, in order, and then the end", async () => {
    const { world, request } = setUp();
    const id = await world.submit("a.zip", files(30));
    await world.step(["intake", "classify"]);
    const answer = await request(`/api/v1/packages/${id}/events`);
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const events: ServerEvent[] = [];
    const reading = (async () => {
      for await (const event of eventsOf(answer.body!)) events.push(event);
    })();
    for (let moved = 1; moved > 0; ) {
      moved = await world.step(undefined, 10);
      for (let tick = 0; tick < 4; tick += 1) await world.cloud.clock.advance(500);
      await drain();
    }
    await world.cloud.clock.advance(2_000);
    await reading;
    const details = events.filter((event) => event.name === "package").map((event) => JSON.parse(event.data));
    const settled = details.map((detail) => detail.progress.settled);
    expect(settled).toEqual(settled.toSorted((a, b) => a - b));
    expect(new Set(events.map((event) => event.id)).size).toBe(details.length);
    expect(details.at(-1)).toMatchObject({ state: "complete", progress: { settled: 30 } });
    expect(events.at(-1)?.name).toBe("ended");
  });

  test("skip what the client has seen, and send a heartbeat while nothing changes", async () => {
    const { world, request } = setUp();
    const id = await world.submit("a.zip", files(3));
    await world.step(["intake"]);
    const seen = (await request(`/api/v1/packages/${id}`)).headers.get("etag") ?? "";
    const answer = await request(`/api/v1/packages/${id}/events`, { headers: { "last-event-id": seen } });
    const text = answer.text();
    for (let second = 0; second < 60; second += 1) await world.cloud.clock.advance(1_000);
    const heartbeats = (await text).match(/: alive/g) ?? [];
    expect(await text).not.toContain("event: package");
    expect(heartbeats.length).toBeGreaterThanOrEqual(3);
  });

  test("have an id and a retry time; a client that has seen the end receives only the end", async () => {
    const { world, request } = setUp();
    const id = await world.submit("a.zip", files(1));
    await world.finish();
    const text = await (await request(`/api/v1/packages/${id}/events`)).text();
    expect(text).toMatch(/^event: package$/m);
    expect(text).toMatch(/^retry: 1000$/m);
    const seen = /^id: (.+)$/m.exec(text)?.[1] ?? expect.fail("no id");
    const again = await (await request(`/api/v1/packages/${id}/events`, { headers: { "last-event-id": seen } })).text();
    expect(again).not.toContain("event: package");
    expect(again).toContain("event: ended");
  });

  test("requested with HEAD are only headers, and nothing watches for changes afterwards", async () => {
    const { world, request } = setUp();
    const id = await world.submit("a.zip", files(3));
    await world.step(["intake"]);
    const read = vi.spyOn(world.cloud.packages, "read");
    const answer = await request(`/api/v1/packages/${id}/events`, { method: "HEAD" });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const looks = read.mock.calls.length;
    for (let second = 0; second < 10; second += 1) await world.cloud.clock.advance(1_000);
    expect(read.mock.calls.length).toBe(looks);
    read.mockRestore();
  });

  test("of an unknown package are not found", async () => {
    const { json } = setUp();
    await json(`/api/v1/packages/pkg_${"0".repeat(24)}/events`, 404);
    await json("/api/v1/packages/nothing/events", 400);
  });
});
