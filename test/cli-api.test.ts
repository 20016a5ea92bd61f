import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratch, torrent } from "./torrent.ts";

const unknown = `pkg_${"0".repeat(24)}`;

describe("the verbs against a running API", () => {
  let place: Awaited<ReturnType<typeof scratch>>;
  let server: ReturnType<typeof torrent>;
  let url = "";
  const call = (...args: string[]) => torrent(...args, "--api", url).ended;

  beforeAll(async () => {
    place = await scratch();
    server = torrent("serve", "--port", "0", "--data", place.dir, "--no-samples");
    if (!server.child.stdout) throw new Error("no stdout");
    for await (const line of createInterface(server.child.stdout)) {
      url = line;
      break;
    }
  });
  afterAll(async () => {
    server.child.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
    await place[Symbol.asyncDispose]();
  });

  it("lists nothing at first, as text and as JSON", async () => {
    expect(await call("status")).toMatchObject({ code: 0, stdout: "" });
    expect(JSON.parse((await call("status", "--json")).stdout)).toMatchObject({ packages: [] });
    expect(JSON.parse((await call("dead-letters", "--json")).stdout)).toMatchObject({ deadLetters: [] });
  });

  it.each([["status"], ["report"], ["why"], ["redrive", "--dry-run"], ["cancel", "--yes"]])(
    "says how to list packages when %s names an unknown one",
    async (name, ...flags) => {
      const { code, stderr } = await call(name, unknown, ...flags);
      expect(code).toBe(2);
      expect(stderr).toContain('"torrent status" to list');
    },
  );

  it("changes nothing without --yes where nobody can be asked", async () => {
    const { code, stderr } = await call("cancel", unknown);
    expect(code).toBe(2);
    expect(stderr).toContain("--yes");
  });

  it("says how to start an API that does not answer", async () => {
    const { code, stderr } = await torrent("status", "--api", "http://127.0.0.1:1").ended;
    expect(code).toBe(3);
    expect(stderr).toContain("torrent serve");
  });

  it("shows a delivered package, its report and what a redrive would run", { timeout: 180_000 }, async () => {
    const body = "2026-01-05T09:00:00Z error disk full on host-1\n";
    const sent = await fetch(`${url}/api/v1/inbox/${encodeURIComponent("0/one.log")}`, { method: "PUT", body });
    expect(sent.status).toBe(201);
    const { id } = (await sent.json()) as { id: string };
    await expect
      .poll(async () => JSON.parse((await call("status", "--json")).stdout).packages[0]?.state, { timeout: 40_000 })
      .toBe("complete");
    expect((await call("status")).stdout).toContain(id);
    expect((await call("status", id)).stdout).toMatch(/^one\.log {2}complete/);
    expect((await call("report", id)).stdout).toMatch(/^one\.log {2}complete/);
    expect(JSON.parse((await call("report", id, "--json")).stdout)).toMatchObject({ package: { id } });
    expect((await call("report", id, "--format", "md")).stdout).toMatch(/^# one.*log/);
    expect((await call("report", id, "--format", "html")).stdout).toMatch(/^<!doctype html>/);
    expect(JSON.parse((await call("report", id, "--format", "sarif")).stdout)).toMatchObject({ version: "2.1.0" });
    expect((await call("report", id, "--diff", "1..1")).stdout).toMatch(/revision 1 → 1\n {2}score .*\(0\)/);
    expect((await call("report", id, "--diff", "1..2")).stderr).toContain("no revision 2");
    expect((await call("report", id, "--diff", "x")).code).toBe(2);
    expect((await call("why", id)).stdout).toContain("waits for nothing");
    expect(JSON.parse((await call("redrive", id, "--dry-run", "--json")).stdout)).toEqual({ components: 0, tasks: 0 });
  });

  it("submits files and folders, waits for their end, and makes one package of the same bytes", {
    timeout: 180_000,
  }, async () => {
    const folder = join(place.dir, "drop");
    await mkdir(folder);
    await writeFile(join(folder, "a.log"), "2026-01-05T09:00:00Z from 10.0.0.9\n");
    const missing = join(place.dir, "nowhere");
    const first = await call("submit", folder, missing, "--wait", "--urgency", "high", "--json");
    expect(first.code, first.stderr).toBe(1);
    const { packages } = JSON.parse(first.stdout) as {
      packages: { id: string; state: string; error?: { message: string } }[];
    };
    expect(packages[0]).toMatchObject({ name: "drop.tar", state: "complete" });
    expect(packages[1]?.error?.message).toContain("does not exist");
    const again = await call("submit", folder);
    expect(again).toMatchObject({ code: 0, stdout: `${packages[0]?.id}  drop.tar\n` });
    expect((await call("submit", folder, "--urgency", "yesterday")).code).toBe(2);
  });

  it("watches a package to its end in plain lines, and everything that is open", { timeout: 180_000 }, async () => {
    const file = join(place.dir, "watched.log");
    await writeFile(file, "2026-01-05T09:00:00Z error disk full on host-2\n");
    const { stdout: said } = await call("submit", file, "--json");
    const { id } = JSON.parse(said).packages[0];
    await expect.poll(async () => (await call("status", id)).code, { timeout: 40_000 }).toBe(0);
    const all = await call("watch");
    expect(all.code, all.stderr).toBe(0);
    expect(all.stderr).toContain("No open packages");
    const { code, stdout } = await call("watch", id);
    expect(code).toBe(0);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toMatch(/^watched\.log; complete; .*classify 1 done/m);
    expect(stdout).toContain(`torrent report ${id}`);
    const lines = (await call("watch", id, "--json")).stdout.trim().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ id, state: "complete" });
  });

  it("filters what it lists", { timeout: 180_000 }, async () => {
    const named = JSON.parse((await call("status", "--name", "WATCHED", "--sort", "priority", "--json")).stdout);
    expect(named.packages).toMatchObject([{ name: "watched.log" }]);
    expect((await call("status", "--retrying")).stderr).toContain("No packages match");
    const wrong = await call("status", "--state", "lost");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("rejected");
  });
});

describe("torrent patterns build", () => {
  it("compiles a pack, and names file and line of what it cannot read", async () => {
    await using place = await scratch();
    const words = join(place.dir, "words.txt");
    await writeFile(words, "needle in a haystack\nanother needle\n");
    const built = await torrent("patterns", "build", words, "--out", join(place.dir, "words.pack"), "--json").ended;
    expect(JSON.parse(built.stdout)).toMatchObject({ rules: 2 });
    const bad = join(place.dir, "bad.ndjson");
    await writeFile(bad, '{"id":"x"}\n');
    const refused = await torrent("patterns", "build", bad, "--out", join(place.dir, "bad.pack")).ended;
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("bad.ndjson");
  });
});
