import { DatabaseSync, type StatementSync } from "node:sqlite";
import { keepPrivate } from "./private-file.ts";

/** One process waits this long for another's write before it gives up with `SQLITE_BUSY` (a plain error: retried). */
const BUSY_MS = 30_000;

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/** Several processes may open a new file at once; only the switch to WAL does not wait for them by itself. */
const useWal = (db: DatabaseSync): void => {
  for (let attempt = 0; ; attempt++) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || attempt >= 200) throw error;
      pause(10);
    }
  }
};

export interface Schema {
  /** Raised whenever `sql` changes; a folder of another version is refused. */
  version: number;
  sql: string;
}

const install = (db: DatabaseSync, path: string, schema: Schema): void => {
  const version = (): number => Number(db.prepare("PRAGMA user_version").get()?.user_version);
  if (version() === schema.version) return;
  transaction(db, () => {
    const found = version();
    if (found === schema.version) return;
    if (found !== 0)
      throw new Error(
        `${path} was written by schema version ${found} of Torrent; this one reads version ${schema.version}. ` +
          "Choose another data folder with --data, or empty this one with --fresh (torrent run).",
      );
    db.exec(schema.sql);
    db.exec(`PRAGMA user_version = ${schema.version}`);
  });
};

const NOT_A_DATABASE = [11, 26];
const FULL = 13;

const nextStep = (cause: unknown): string => {
  const code = cause instanceof Error && "errcode" in cause ? Number(cause.errcode) & 0xff : 0;
  if (NOT_A_DATABASE.includes(code))
    return "The file is damaged, or not a database of Torrent's: restore the data folder from a backup, or choose another with --data.";
  if (code === FULL) return "Free some room on the disk, and start again.";
  return "Check that the folder can be written, and that its disk is there.";
};

/**
 * Opens one SQLite file for use by several processes and threads at the same time.
 *
 * A commit is in the operating system's hands when it returns, so that it survives `kill -9` of every process; with
 * `synchronous = NORMAL` the last commits before a power loss may be missing, never half there.
 */
export const openDatabase = (path: string, schema: Schema): DatabaseSync => {
  keepPrivate(path);
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    useWal(db);
    db.exec("PRAGMA synchronous = NORMAL");
    install(db, path, schema);
    return db;
  } catch (cause) {
    db.close();
    if (cause instanceof Error && cause.message.startsWith(path)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} can't be opened: ${reason}. ${nextStep(cause)}`, { cause });
  }
};

const boundaries = new WeakMap<DatabaseSync, { begin: StatementSync; commit: StatementSync }>();

const boundariesOf = (db: DatabaseSync) => {
  const known = boundaries.get(db);
  if (known) return known;
  const made = { begin: db.prepare("BEGIN IMMEDIATE"), commit: db.prepare("COMMIT") };
  boundaries.set(db, made);
  return made;
};

/** All of `work` or nothing of it; takes the write lock first, so that what it reads can't change before it writes. */
export const transaction = <T>(db: DatabaseSync, work: () => T): T => {
  const { begin, commit } = boundariesOf(db);
  begin.run();
  try {
    const result = work();
    commit.run();
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
};
