import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddedCloud, emptyDataFolder } from "../src/index.ts";
import { lockRunner } from "../src/runner/runner-lock.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "torrent-local-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const at = (...names: string[]): string => join(dataDir, ...names);
const files = async (): Promise<string[]> => (await readdir(dataDir, { recursive: true })).sort();

/** What a run leaves behind. */
const fill = async (): Promise<void> => {
  const cloud = embeddedCloud({ dataDir });
  lockRunner(dataDir)();
  await cloud.objects.put("inbox/large", new Uint8Array(100_000));
  await cloud.close();
  await mkdir(at("reports", "pkg_0123456789abcdef01234567", "1"), { recursive: true });
  await writeFile(at("reports", "pkg_0123456789abcdef01234567", "1", "report.json"), "{}");
  await mkdir(at("workers"));
  await writeFile(at("workers", "w1.log"), "");
  await writeFile(at("estimates.json"), "{}");
};

describe("emptying a data folder", () => {
  it("removes what Torrent has made, and nothing else", async () => {
    await fill();
    await writeFile(at("notes.txt"), "mine");
    await writeFile(at("reports", "annotated.docx"), "mine");
    expect(emptyDataFolder(dataDir)).toBe(true);
    expect(await files()).toEqual(["notes.txt", "reports", "reports/annotated.docx", "runner.lock", "runner.pid"]);
    const cloud = embeddedCloud({ dataDir });
    expect(await cloud.objects.head("inbox/large")).toBeUndefined();
    await cloud.close();
  });

  it("refuses a folder with files in which Torrent has not worked, and touches nothing", async () => {
    await writeFile(at("thesis.docx"), "years of work");
    await writeFile(at("store.db"), "a shop's books");
    const before = await files();
    expect(emptyDataFolder(dataDir)).toBe(false);
    expect(await files()).toEqual(before);
  });

  it("has nothing to do where there is no folder, or nothing in it", () => {
    expect(emptyDataFolder(dataDir)).toBe(true);
    expect(emptyDataFolder(at("none"))).toBe(true);
  });

  it("refuses a folder that another runner works in, and touches nothing", async () => {
    await fill();
    const before = await files();
    const unlock = lockRunner(dataDir);
    try {
      expect(() => emptyDataFolder(dataDir)).toThrow("is running the pipeline");
      expect((await files()).filter((name) => !name.endsWith("-journal"))).toEqual(before);
    } finally {
      unlock();
    }
    expect(emptyDataFolder(dataDir)).toBe(true);
  });
});

describe.skipIf(process.platform === "win32")("the files of a data folder", () => {
  const open = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const name of await files()) if (((await stat(at(name))).mode & 0o077) !== 0) found.push(name);
    return found;
  };

  it("are their owner's alone, in a folder that is there already and whatever the umask", async () => {
    const umask = process.umask(0o022);
    try {
      await chmod(dataDir, 0o755);
      const cloud = embeddedCloud({ dataDir });
      const unlock = lockRunner(dataDir);
      await cloud.objects.put("inbox/large", new Uint8Array(100_000));
      expect(await files()).toContain("store.db-wal");
      expect(await open()).toEqual([]);
      unlock();
      await cloud.close();
    } finally {
      process.umask(umask);
    }
  });

  it("lose permissions that an earlier version gave to others", async () => {
    await embeddedCloud({ dataDir }).close();
    await chmod(at("store.db"), 0o644);
    await embeddedCloud({ dataDir }).close();
    expect(await open()).toEqual([]);
  });
});
