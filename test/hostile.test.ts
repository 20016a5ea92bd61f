import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  databaseOf,
  equalValues,
  pageGraph,
  runawayRun,
  schemaGraph,
} from "../packages/analysis/test/structure/fixtures/hostile-databases.ts";
import { scratch, torrent } from "./torrent.ts";

/** By the schema, because an insert would compute them. */
const generated = (): Buffer => {
  const columns = Array.from({ length: 8 }, (_, i) => `b${i} TEXT AS (printf(''%.*c'', 300000000, ''a''))`).join();
  return databaseOf(`CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('plain'); PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT, ${columns})';`);
};

it("documents that end V8 itself, or occupy native code for ever, end their own task alone (I1, I6)", {
  timeout: 240_000,
}, async () => {
  await using place = await scratch();
  const inputs: Record<string, Uint8Array | string> = {
    "generated.db": generated(),
    "graph.db": pageGraph(15),
    "schema.db": schemaGraph(15),
    "equal.parquet": equalValues(),
    "runaway.parquet": runawayRun(),
    "healthy.log": "2026-01-05T09:00:00Z error disk full on host-1\n",
  };
  for (const [name, content] of Object.entries(inputs)) await writeFile(join(place.dir, name), content);
  const paths = Object.keys(inputs).map((name) => join(place.dir, name));
  const { stdout } = await torrent("run", "--json", "--data", join(place.dir, "data"), ...paths).ended;
  const { packages } = JSON.parse(stdout) as { packages: { name: string; status: string; report: string }[] };
  const statuses = Object.fromEntries(packages.map(({ name, status }) => [name, status]));
  expect(statuses).toMatchObject({
    "generated.db": "complete",
    "graph.db": "complete",
    "schema.db": "complete",
    "equal.parquet": "complete",
    "healthy.log": "complete",
  });
  expect(["partial", "failed"]).toContain(statuses["runaway.parquet"]);
  const runaway = packages.find(({ name }) => name === "runaway.parquet");
  expect(await readFile(runaway?.report ?? "", "utf8")).toMatch(/parser-(died|timeout)/);
});
