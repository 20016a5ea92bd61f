import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * One runner per data folder: a second one would take the first one's invocations for dead. The lock is SQLite's on a
 * file of its own, and so the operating system's: `kill -9` lets go of it. Returns how to let go.
 */
export const lockRunner = (dataDir: string): (() => void) => {
  const db = new DatabaseSync(join(dataDir, "runner.lock"), { timeout: 0 });
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
  writeFileSync(holder, `${process.pid}\n`);
  return () => db.close();
};

const heldBy = (holder: string): string => {
  try {
    return ` (pid ${readFileSync(holder, "utf8").trim()})`;
  } catch {
    return "";
  }
};
