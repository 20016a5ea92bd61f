import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch, torrent } from "./torrent.ts";

const run = (dir: string, data: string) => torrent("run", "--json", "--data", join(dir, data), join(dir, "package"));

/** A report without what depends on the hour. */
const timeless = async (path: string): Promise<unknown> => {
  const { timing, ...rest } = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  expect(timing).toBeDefined();
  return rest;
};

const reportPath = (stdout: string): string =>
  (JSON.parse(stdout) as { packages: { status: string; report: string }[] }).packages[0]?.report ?? "";

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe("kill -9 in the middle of a run", { timeout: 240_000 }, () => {
  it("loses nothing: the same data folder finishes with the report of an undisturbed run (I1, I4, I5)", async () => {
    await using place = await scratch();
    await mkdir(join(place.dir, "package"));
    for (let i = 0; i < 300; i += 1) {
      const lines = Array.from(
        { length: 20 },
        (_, n) => `2026-01-05T09:00:${n % 60} user${i}@example.com from 10.0.${i % 256}.${n}`,
      );
      await writeFile(join(place.dir, "package", `${i}.log`), lines.join("\n"));
    }
    const undisturbed = await run(place.dir, "calm").ended;
    expect(undisturbed.code).toBe(0);

    // Kill as soon as there is something to lose, later each time.
    let kills = 0;
    for (let generation = 0; generation < 4; generation += 1) {
      const { child, ended } = run(place.dir, "stormy");
      let over = false;
      ended.then(() => {
        over = true;
      });
      const started = Date.now();
      await until(async () => {
        const there = await access(join(place.dir, "stormy", "store.db")).then(
          () => true,
          () => false,
        );
        return over || (there && Date.now() - started > 600 + generation * 500);
      });
      if (over) break;
      child.kill("SIGKILL");
      await ended;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(0);
    const last = await run(place.dir, "stormy").ended;
    expect(last.code).toBe(0);
    expect(await timeless(reportPath(last.stdout))).toEqual(await timeless(reportPath(undisturbed.stdout)));
  });
});
