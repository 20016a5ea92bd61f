import { chmodSync, closeSync, existsSync, fstatSync, openSync } from "node:fs";

/** Files hold packages and secrets: their owner reads them, whatever the folder around them permits. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

const restrict = (path: string): void => {
  try {
    chmodSync(path, PRIVATE_FILE);
  } catch (error) {
    // Another user's file, whom its permissions let us share it with.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
};

/**
 * Makes an empty file that only its owner reads, or takes others' permissions from one that is there already. SQLite
 * gives the files next to a database the permissions of the database.
 */
export const keepPrivate = (path: string): void => {
  const file = openSync(path, "a", PRIVATE_FILE);
  try {
    if ((fstatSync(file).mode & 0o077) === 0) return;
  } finally {
    closeSync(file);
  }
  for (const own of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(own)) restrict(own);
};
