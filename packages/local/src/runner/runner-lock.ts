import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { keepPrivate, PRIVATE_FILE } from "../private-file.ts";

/**
 * One runner per data folder: a second one would take the first one's invocations for dead. The lock is SQLite's on a
 * file of its own, and so the operating system's: `kill -9` lets go of it. Returns how to let go.
 */
export const lockRunner = (dataDir: string): (() => void) => {
  const path = join(dataDir, "runner.lock");
  keepPrivate(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  const holder = join(dataDir, "runner.pid");
  try {
    db.exec("BEGIN IMMEDIATE");
  } catch (cause) {
    db.close();
    throw new Error(
      `Another process${heldBy(holder)} is running the pipeline on ${dataDir}. Stop it, or choose another data folder.`,
      { cause },
    );
  }
  writeFileSync(holder, `${process.pid}\n`, { mode: PRIVATE_FILE });
  return () => db.close();
};

const heldBy = (holder: string): string => {
  try {
    return ` (pid ${readFileSync(holder, "utf8").trim()})`;
  } catch {
    return "";
  }
};
