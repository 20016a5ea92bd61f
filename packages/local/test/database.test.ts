import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, embeddedCloud } from "../src/index.ts";

describe("a data folder", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "torrent-local-"));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it("holds what it held when it is opened again", async () => {
    const first = embeddedCloud({ dataDir });
    await first.objects.put("inbox/a", new TextEncoder().encode("hello"), { metadata: { state: "ümlaut" } });
    await first.close();
    const second = embeddedCloud({ dataDir });
    expect((await second.objects.head("inbox/a"))?.metadata).toEqual({ state: "ümlaut" });
    expect((await second.queues.depth("intake")).visible).toBe(1);
    await second.close();
  });

  it.each(["store.db", "tally.db"])("of another schema version is refused, and told so (%s)", async (file) => {
    await embeddedCloud({ dataDir }).close();
    const db = new DatabaseSync(join(dataDir, file));
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect(() => embeddedCloud({ dataDir })).toThrow(
      /was written by schema version 99 of Torrent; .*another data folder/,
    );
  });

  it("whose file is no database is refused by name", async () => {
    await writeFile(join(dataDir, "store.db"), "this is text, and long enough to be taken for a header".repeat(100));
    expect(() => embeddedCloud({ dataDir })).toThrow(`${join(dataDir, "store.db")} can't be opened`);
  });

  it("is named by the environment for a guest, or the guest says what to set", async () => {
    expect(() => connect({})).toThrow("TORRENT_DATA is not set");
    expect(() => connect({ TORRENT_DATA: dataDir, TORRENT_LOG: "loud" })).toThrow('TORRENT_LOG is "loud"');
    const cloud = connect({ TORRENT_DATA: dataDir });
    expect(cloud.dataDir).toBe(dataDir);
    await cloud.close();
  });
});
