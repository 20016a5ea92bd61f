import type { Schema } from "./database.ts";

/**
 * Objects and messages share a file, so that a put under `inbox/` and its event are one transaction.
 *
 * A message is ready (`visible_at` is null) or waits (in flight, or delayed) until `visible_at`; each kind has an index
 * of its own. `turn` is its place in the fair order, `flows` where each group stands in it, `turns` where the queue is.
 */
export const storeSchema: Schema = {
  version: 1,
  sql: `
    CREATE TABLE objects (
      id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, etag TEXT NOT NULL,
      metadata TEXT NOT NULL, content_type TEXT, modified_at INTEGER NOT NULL, blob TEXT
    );
    CREATE TABLE small_bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE strays (blob TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;

    CREATE TABLE messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, grp TEXT, body TEXT NOT NULL, sent_at INTEGER NOT NULL,
      turn INTEGER NOT NULL, visible_at INTEGER, receives INTEGER NOT NULL DEFAULT 0, rescheduled INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX ready_messages ON messages (queue, turn, id) WHERE visible_at IS NULL;
    CREATE INDEX waiting_messages ON messages (queue, visible_at) WHERE visible_at IS NOT NULL;
    CREATE TABLE flows (queue TEXT NOT NULL, grp TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (queue, grp)) WITHOUT ROWID;
    CREATE TABLE turns (queue TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID;

    CREATE TABLE packages (
      id TEXT PRIMARY KEY, state TEXT NOT NULL, open INTEGER NOT NULL, created_at INTEGER NOT NULL,
      deadline_at INTEGER NOT NULL, body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX packages_newest ON packages (created_at, id);
    CREATE INDEX packages_of_state ON packages (state, created_at, id);
    CREATE INDEX open_packages ON packages (deadline_at, id) WHERE open = 1;

    CREATE TABLE leases (
      id TEXT PRIMARY KEY, pid INTEGER, started_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, busy INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE launches (token TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
};
