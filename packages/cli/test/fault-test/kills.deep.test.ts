import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { killTest } from "../../src/fault-test/kills.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "torrent-kills-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("packages come to the same although the pipeline is killed twice", { timeout: 300_000 }, async () => {
  const path = join(folder, "many.ndjson");
  await writeFile(path, Array.from({ length: 300 }, (_, net) => `${JSON.stringify({ net })}\n`).join(""));
  const config = new URL("./invoices.config.ts", import.meta.url).href;
  const { kills, packages, differences } = await killTest({
    config,
    paths: [path],
    kills: 2,
    seed: 1,
    subscribers: "record",
  });
  expect(differences).toEqual([]);
  expect(kills).toBe(2);
  expect(packages).toBeGreaterThan(0);
});
