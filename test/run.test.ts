import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { root, scratch, torrent } from "./torrent.ts";

interface Summary {
  id: string | null;
  name: string;
  status: string;
  round: number;
  components: number;
  tasks: Record<"expected" | "succeeded" | "failed" | "skipped" | "expired" | "cancelled", number>;
  findings: number;
  entities: number;
  priority: { score: number; band: string; factors: { name: string; value: number; weight: number }[] };
  report: string | null;
  seconds: number;
  error?: { kind: string; message: string };
}

const runJson = async (dir: string, ...paths: string[]) => {
  const { code, stdout, stderr } = await torrent("run", "--json", "--data", join(dir, "data"), ...paths).ended;
  return { code, stderr, packages: (JSON.parse(stdout) as { packages: Summary[] }).packages };
};

const addsUp = ({ expected, succeeded, failed, skipped, expired, cancelled }: Summary["tasks"]) =>
  expect(succeeded + failed + skipped + expired + cancelled).toBe(expected);

describe("torrent run", { timeout: 240_000 }, () => {
  it("takes every sample to a complete or honestly partial end, with tallies that add up (I1, I2)", async () => {
    await using place = await scratch();
    const samples = (await readdir(join(root, "samples"))).sort().map((name) => join(root, "samples", name));
    expect(samples.length).toBeGreaterThanOrEqual(3);
    const { code, packages } = await runJson(place.dir, ...samples);
    expect(code).toBe(0);
    expect(packages).toHaveLength(samples.length);
    for (const one of packages) {
      expect(["complete", "partial"]).toContain(one.status);
      addsUp(one.tasks);
      expect(one.tasks.expected).toBeGreaterThan(0);
      const report = JSON.parse(await readFile(one.report ?? "", "utf8")) as { tasks: Summary["tasks"] };
      expect(report.tasks).toEqual(one.tasks);
      const points = one.priority.factors.reduce((sum, { value, weight }) => sum + value * weight, 0);
      expect(Math.abs(points - one.priority.score)).toBeLessThan(0.06);
    }
    expect(packages.some(({ findings }) => findings > 0)).toBe(true);
    expect(packages.some(({ entities }) => entities > 0)).toBe(true);
  });

  it("empties with --fresh a data folder only, and none that a server works in", async () => {
    await using place = await scratch();
    await mkdir(join(place.dir, "mine"));
    await writeFile(join(place.dir, "mine", "thesis.docx"), "years of work");
    await writeFile(join(place.dir, "a.log"), "2026-01-05T09:00:00Z error disk full on host-1\n");
    const fresh = (data: string) =>
      torrent("run", "--fresh", "--json", "--data", join(place.dir, data), join(place.dir, "a.log")).ended;
    const refused = await fresh("mine");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("is not a data folder of Torrent") });
    expect(await readdir(join(place.dir, "mine"))).toEqual(["thesis.docx"]);
    expect((await fresh("data")).code).toBe(0);
    expect((await fresh("data")).code).toBe(0);
    const server = torrent("serve", "--port", "0", "--no-samples", "--json", "--data", join(place.dir, "data"));
    await new Promise((resolve) => server.child.stdout?.once("data", resolve));
    const busy = await fresh("data");
    expect(busy).toMatchObject({ code: 3, stderr: expect.stringContaining("is running the pipeline") });
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  });

  it("ends bad packages with a reason, and the good one beside them as if it were alone (I6)", async () => {
    await using place = await scratch();
    const at = (name: string) => join(place.dir, name);
    await writeFile(at("good.log"), "2026-01-05T09:00:00Z error disk full on host-1\n");
    await writeFile(at("not-an-archive.zip"), "this is no zip");
    await writeFile(at("truncated.tar.gz"), gzipSync(Buffer.alloc(200_000, "x")).subarray(0, 100));
    await writeFile(at("bomb.gz"), gzipSync(Buffer.alloc(256 << 20)));
    await writeFile(at("empty.txt"), "");
    await mkdir(at("empty-folder"));
    await symlink(at("nowhere"), at("dangling"));
    const names = [
      "good.log",
      "not-an-archive.zip",
      "truncated.tar.gz",
      "bomb.gz",
      "empty.txt",
      "empty-folder",
      "dangling",
      "missing",
    ];
    const { code, packages } = await runJson(place.dir, ...names.map(at));
    expect(code).toBe(1);
    const byName = Object.fromEntries(packages.map((one) => [one.name, one]));
    expect(byName["good.log"]).toMatchObject({ status: "complete", components: 1 });
    expect(byName["bomb.gz"]).toMatchObject({ status: "rejected", error: { kind: "ratio-limit" } });
    expect(byName["empty.txt"]).toMatchObject({ status: "complete" });
    expect(byName["empty-folder"]).toMatchObject({ status: "complete", components: 0 });
    expect(byName.dangling).toMatchObject({ status: "rejected", error: { kind: "unreadable-path" } });
    expect(byName.missing?.error?.message).toContain("does not exist");
    for (const name of ["not-an-archive.zip", "truncated.tar.gz"]) {
      const one = byName[name];
      expect(one?.status).not.toBe("complete");
      const report = one?.report ? await readFile(one.report, "utf8") : "";
      expect(`${one?.error?.message ?? ""}${report}`).toContain(name);
    }
    for (const one of packages) addsUp(one.tasks);
  });

  it("makes one package of the same content submitted twice", async () => {
    await using place = await scratch();
    await writeFile(join(place.dir, "a.log"), "hello\n");
    const first = await runJson(place.dir, join(place.dir, "a.log"), join(place.dir, "a.log"));
    const second = await runJson(place.dir, join(place.dir, "a.log"));
    expect(first.packages).toHaveLength(1);
    expect(second.packages).toEqual(first.packages);
  });

  it("prints progress on stderr only, and nothing but the report on stdout", async () => {
    await using place = await scratch();
    await writeFile(join(place.dir, "a.log"), "hello\n");
    const { stdout, stderr } = await torrent("run", join(place.dir, "a.log"), "--data", join(place.dir, "data")).ended;
    expect(stderr).toMatch(/intake 1\/1, classify 1\/1, analyze 1\/1, aggregate 1\/1/);
    expect(stdout).toMatch(/^a\.log {2}complete {2}priority/);
  });

  it.each([
    [["run"], 2, "missing required argument 'path'"],
    [["nonsense"], 2, "unknown command 'nonsense'"],
    [["serve", "--port", "many"], 2, "The port must be an integer"],
    [["run", "x", "--data", "/dev/null/x"], 3, "Cannot use the data folder"],
  ])("answers %j with exit code %i and says what is wrong", async (args, code, message) => {
    const ended = await torrent(...args).ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stdout).toBe("");
  });
});
