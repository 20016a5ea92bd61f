import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { writeEntries } from "../src/entries.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
// Inside the repository, where modules find their packages.
const work = mkdtempSync(join(root, "node_modules/.cache-entries-"));
afterAll(() => rmSync(work, { recursive: true }));
const functions = ["intake", "complete", "bury", "sweep", "dispatch", "api"];
const write = () => writeEntries("Invoices", "torrent.config.ts", functions, { root, work });

it("writes a module for each function, which bundles", async () => {
  const folder = join(root, write());
  expect(readdirSync(folder).toSorted()).toEqual(functions.map((name) => `${name}.ts`).toSorted());
  const { errors } = await build({
    entryPoints: functions.map((name) => join(folder, `${name}.ts`)),
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    conditions: ["@torrent/source", "module"],
    mainFields: ["module", "main"],
    outdir: join(work, "out"),
    write: false,
    logLevel: "silent",
  });
  expect(errors).toEqual([]);
  expect(readFileSync(join(folder, "sweep.ts"), "utf8")).toContain("sweep(choreography)(process.env)");
});

it("touches no file that is as it should be", () => {
  const file = join(root, write(), "intake.ts");
  const before = statSync(file, { bigint: true }).mtimeNs;
  write();
  expect(statSync(file, { bigint: true }).mtimeNs).toBe(before);
});
