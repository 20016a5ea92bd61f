import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  composePipeline,
  defineChoreography,
  dispatch,
  handOver,
  parseEstimateTable,
  score,
  seal,
} from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { describe, expect, it, vi } from "vitest";
import { reference } from "../torrent.config.ts";
import { scratch, torrentIn } from "./torrent.ts";

const heavyTables = fileURLToPath(new URL("configs/heavy-tables.config.ts", import.meta.url));

describe("heavy work", { timeout: 120_000 }, () => {
  it("is done by a worker process, light work beside it by the functions, in the same package", async () => {
    await using place = await scratch();
    const data = join(place.dir, "data");
    const folder = join(place.dir, "mixed");
    await mkdir(folder);
    await writeFile(join(folder, "people.csv"), "name,mail\nAnn,ann@example.com\nBob,bob@example.com\n");
    await writeFile(join(folder, "app.log"), "2026-01-05T09:00:00Z error from 10.0.0.1\n");
    const env = { TORRENT_LOG: "info" };
    const args = ["run", folder, "--json", "--data", data, "--config", heavyTables];
    const { code, stdout, stderr } = await torrentIn(env, ...args).ended;
    expect(code, stderr).toBe(0);
    const { packages } = JSON.parse(stdout) as {
      packages: {
        status: string;
        tasks: { expected: number; succeeded: number };
        passes: { pass: string; tasks: number; heavy: number; bytes: number }[];
      }[];
    };
    expect(packages[0]).toMatchObject({ status: "complete", tasks: { expected: 6, succeeded: 6 } });
    // Reported per pass: the table went to the worker, the log to the function.
    expect(packages[0]?.passes.map(({ pass, tasks, heavy }) => [pass, tasks, heavy]).sort()).toEqual([
      ["entities", 2, 1],
      ["patterns", 2, 1],
      ["structure", 2, 1],
    ]);
    // A worker's folder appears when the fleet starts the first one.
    await access(join(data, "workers"));

    const calibrated = await torrentIn({}, "calibrate", "--data", data, "--json").ended;
    expect(calibrated.code, calibrated.stderr).toBe(0);
    const { rows, out } = JSON.parse(calibrated.stdout) as { rows: { pass: string; tasks: number }[]; out: string };
    expect(rows.map(({ pass, tasks }) => [pass, tasks]).sort()).toEqual([
      ["entities", 2],
      ["patterns", 2],
      ["structure", 2],
    ]);
    // The folder's next run reads them, and reports a mistake in them.
    expect(parseEstimateTable(JSON.parse(await readFile(out, "utf8")), out).passes).toHaveProperty("structure.*");
    await writeFile(out, "{}");
    const refused = await torrentIn({}, "run", folder, "--data", data).ended;
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("TORRENT_ESTIMATES")]);
  });

  it("is an aggregation too, where the round is too big for a function: a worker process writes the report", async () => {
    await using place = await scratch();
    const dataDir = join(place.dir, "data");
    const entry = new URL("../packages/worker/src/main.ts", import.meta.url);
    const config = new URL("configs/heavy-tables.config.ts", import.meta.url).href;
    const env = { TORRENT_WORKER_IDLE_SECONDS: "1", TORRENT_CONFIG: config };
    const cloud = embeddedCloud({ dataDir, fleet: { entry, env } });
    try {
      const packageId = "pkg_big";
      const now = Date.now();
      await cloud.packages.register({
        id: packageId,
        name: "big.tar",
        key: "inbox/big.tar",
        version: "1",
        bytes: 0,
        state: "open",
        round: 1,
        createdAt: now,
        updatedAt: now,
        deadlineAt: now + 86_400_000,
        declared: [],
        priority: score([]),
        components: 0,
        slots: 0,
        fannedOut: true,
      });
      await seal(cloud.tally, { packageId, round: 1, tree: "" }, 0);
      const choreography = defineChoreography({ ...reference, aggregation: { seconds: 0 } });
      const pipeline = composePipeline(choreography, cloud, { scratchDir: place.dir });
      const traceparent = `00-${"1".repeat(32)}-${"1".repeat(16)}-01`;
      expect(await handOver(pipeline, { type: "aggregate", v: 1, packageId, round: 1, traceparent })).toBe(true);
      expect(await dispatch(pipeline, { token: "asked" })).toMatchObject({ launched: 1 });
      const done = async () =>
        expect(await cloud.packages.read(packageId)).toMatchObject({ state: "complete", revision: 1 });
      await vi.waitFor(done, { timeout: 60_000, interval: 100 });
      expect(await cloud.objects.head(`reports/${packageId}/1/report.json`)).toBeDefined();
    } finally {
      await cloud.close();
    }
  });

  it("refuses rules that it cannot read, and says what is wrong with them", async () => {
    await using place = await scratch();
    const config = join(place.dir, "torrent.config.ts");
    const core = fileURLToPath(import.meta.resolve("@torrent/core"));
    const rules = '[{ name: "typo", passes: ["structur"] }]';
    await writeFile(
      config,
      `import { defineChoreography, definePass, whole } from ${JSON.stringify(core)};
      const structure = definePass({ name: "structure", version: 1, run: () => ({}) });
      export default defineChoreography({ name: "x", decompose: whole("file"), passes: [structure], classify: ${rules} });`,
    );
    const args = ["run", place.dir, "--data", join(place.dir, "data"), "--config", config];
    const { code, stderr } = await torrentIn({}, ...args).ended;
    expect(code).toBe(3);
    expect(stderr).toContain('rule "typo" names the pass "structur"; did you mean "structure"?');
  });
});
