import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { take } from "./support/take.ts";

/** A database of which all but the first row stands in its log, as it is while a program has it open. */
const liveDatabase = async (): Promise<{ db: Buffer; wal: Buffer; shm: Buffer }> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-wal-"));
  const path = join(folder, "app.db");
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (mail TEXT); INSERT INTO t VALUES ('first@example.org');");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES ('second@example.org');");
    database.exec(`INSERT INTO t VALUES ('${"third@example.org ".repeat(500)}')`);
    return { db: await readFile(path), wal: await readFile(`${path}-wal`), shm: await readFile(`${path}-shm`) };
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
};

const mailsIn = async (bytes: Uint8Array): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-wal-"));
  try {
    const path = join(folder, "copy.db");
    await writeFile(path, bytes);
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare("SELECT mail FROM t").all() as { mail: string }[];
    database.close();
    return rows.map(({ mail }) => mail.slice(0, 18).trim());
  } finally {
    await rm(folder, { recursive: true });
  }
};

const all = ["first@example.org", "second@example.org", "third@example.org"];

test.each(["zip", "tar"])("a database in a %s is read with the log that follows it", async (kind) => {
  const { db, wal, shm } = await liveDatabase();
  const files = { "a/app.db": db, "a/app.db-shm": shm, "a/app.db-wal": wal, "b.txt": "b\n" };
  const archive = kind === "zip" ? await zipOf(files) : await tarOf(files as unknown as Record<string, string>);
  const taken = await take(`p.${kind}`, archive);
  expect(taken.map(({ name }) => name)).toEqual(Object.keys(files).map((name) => `p.${kind}!/${name}`));
  expect(await mailsIn(db)).toEqual(["first@example.org"]);
  expect(await mailsIn(taken[0]!.content)).toEqual(all);
  expect(taken[0]?.warning).toBe(`Read with its write-ahead log of ${wal.length} bytes`);
  expect(taken[2]?.content.equals(wal)).toBe(true);
});

test("a log that was cut within a transaction is worked in as far as it was finished", async () => {
  const { db, wal } = await liveDatabase();
  const taken = await take("p.zip", await zipOf({ "app.db": db, "app.db-wal": wal.subarray(0, wal.length - 100) }));
  expect(await mailsIn(taken[0]!.content)).toEqual(all.slice(0, 2));
});

test.each([
  ["of another database", (wal: Buffer) => Buffer.concat([wal.subarray(0, 16), Buffer.alloc(8, 1), wal.subarray(24)])],
  ["of noise", () => Buffer.alloc(5000, 7)],
])("a log %s changes nothing", async (_, change) => {
  const { db, wal } = await liveDatabase();
  const [piece] = await take("p.zip", await zipOf({ "app.db": db, "app.db-wal": change(wal) }));
  expect(piece?.content.equals(db)).toBe(true);
});

test("a database without a log comes as it is", async () => {
  const { db } = await liveDatabase();
  const taken = await take("p.zip", await zipOf({ "app.db": db, "other.db-wal": "x" }));
  expect(taken.map(({ name, warning }) => [name, warning])).toEqual([
    ["p.zip!/app.db", undefined],
    ["p.zip!/other.db-wal", undefined],
  ]);
  expect(taken[0]?.content.equals(db)).toBe(true);
});
