import { closeSync, existsSync, openSync, readdirSync, readSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lockRunner } from "./runner/runner-lock.ts";

const DATABASES = ["store.db", "tally.db"];
const FILES = new Set([
  ...DATABASES.flatMap((name) => [name, `${name}-wal`, `${name}-shm`, `${name}-journal`]),
  "estimates.json",
]);
/** Folders, with the names that Torrent gives to what it puts into them. */
const FOLDERS: Record<string, RegExp> = {
  blobs: /^[0-9a-f]{2}$/,
  workers: /\.log$/,
  reports: /^pkg_[0-9a-f]{24}$/,
};
const SQLITE = "SQLite format 3\u0000";

const isDatabase = (path: string): boolean => {
  if (!existsSync(path)) return false;
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(SQLITE.length);
    const read = readSync(file, head, 0, head.length, 0);
    // Empty until the first process that opened it has written its schema.
    return read === 0 || head.toString("latin1") === SQLITE;
  } finally {
    closeSync(file);
  }
};

/** Whether Torrent has worked in a folder: its two databases and its lock stand there. */
export const isDataFolder = (dataDir: string): boolean =>
  existsSync(join(dataDir, "runner.lock")) && DATABASES.every((name) => isDatabase(join(dataDir, name)));

const emptyFolder = (folder: string, own: RegExp): void => {
  for (const name of readdirSync(folder)) if (own.test(name)) rmSync(join(folder, name), { recursive: true });
  if (readdirSync(folder).length === 0) rmdirSync(folder);
};

/**
 * Removes what Torrent has made in a data folder, and nothing else. `false` if the folder has files and is not a data
 * folder: then nothing was touched. Throws where a runner works in it.
 */
export const emptyDataFolder = (dataDir: string): boolean => {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return true;
  if (!isDataFolder(dataDir)) return false;
  const unlock = lockRunner(dataDir);
  try {
    for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
      const path = join(dataDir, entry.name);
      const own = FOLDERS[entry.name];
      if (own && entry.isDirectory()) emptyFolder(path, own);
      else if (FILES.has(entry.name) && !entry.isDirectory()) rmSync(path);
    }
  } finally {
    unlock();
  }
  return true;
};
