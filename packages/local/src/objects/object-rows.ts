import type { DatabaseSync } from "node:sqlite";
import type { ObjectInfo } from "@torrent/core/unstable";

export interface ObjectRow {
  id: number;
  info: ObjectInfo;
  /** The file that holds the body; `undefined` where the row does. */
  blob?: string;
}

export interface ObjectRows {
  find(key: string): ObjectRow | undefined;
  body(id: number): Uint8Array;
  /**
   * Replaces any object of this key; the file that no row names afterwards becomes a stray. The same bytes again leave
   * the stored ones where they are, so that open reads continue. Within a transaction.
   */
  save(info: ObjectInfo, body: Uint8Array | { blob: string }): void;
  setMetadata(key: string, metadata: string, modifiedAt: number): boolean;
  /** At most `limit`, by key in byte order, after `cursor` and from `prefix` on. */
  from(prefix: string, cursor: string | undefined, limit: number): ObjectInfo[];
  /** Its file becomes a stray. Within a transaction. */
  delete(key: string): ObjectRow | undefined;
  addStray(blob: string, since: number): void;
  dropStray(blob: string): void;
  /** Files that no row names since before that time: what a dead process left. */
  straysBefore(time: number): string[];
}

const columns = "id, key, bytes, etag, metadata, content_type, modified_at, blob";

const rowOf = (row: Record<string, unknown>): ObjectRow => ({
  id: Number(row.id),
  info: {
    key: String(row.key),
    bytes: Number(row.bytes),
    etag: String(row.etag),
    metadata: JSON.parse(String(row.metadata)),
    ...(row.content_type === null ? {} : { contentType: String(row.content_type) }),
    modifiedAt: Number(row.modified_at),
  },
  ...(row.blob === null ? {} : { blob: String(row.blob) }),
});

export const objectRows = (db: DatabaseSync): ObjectRows => {
  const one = db.prepare(`SELECT ${columns} FROM objects WHERE key = ?`);
  const small = db.prepare("SELECT body FROM small_bodies WHERE id = ?");
  const insert = db.prepare(
    "INSERT INTO objects (key, bytes, etag, metadata, content_type, modified_at, blob) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const insertSmall = db.prepare("INSERT INTO small_bodies VALUES (?, ?)");
  const setMetadata = db.prepare("UPDATE objects SET metadata = ?, modified_at = ? WHERE key = ?");
  const first = db.prepare(`SELECT ${columns} FROM objects WHERE key >= ? ORDER BY key LIMIT ?`);
  const after = db.prepare(`SELECT ${columns} FROM objects WHERE key > ? ORDER BY key LIMIT ?`);
  const refresh = db.prepare("UPDATE objects SET metadata = ?, content_type = ?, modified_at = ? WHERE id = ?");
  const remove = db.prepare("DELETE FROM objects WHERE id = ?");
  const removeSmall = db.prepare("DELETE FROM small_bodies WHERE id = ?");
  const addStray = db.prepare("INSERT OR IGNORE INTO strays VALUES (?, ?)");
  const dropStray = db.prepare("DELETE FROM strays WHERE blob = ?");
  const straysBefore = db.prepare("SELECT blob FROM strays WHERE since < ?");

  const find = (key: string): ObjectRow | undefined => {
    const row = one.get(key);
    return row && rowOf(row);
  };
  const clear = (row: ObjectRow, now: number): void => {
    remove.run(row.id);
    if (row.blob === undefined) removeSmall.run(row.id);
    else addStray.run(row.blob, now);
  };

  return {
    find,
    body(id) {
      const row = small.get(id);
      if (!row) throw new Error("The object was replaced while it was read");
      return row.body as Uint8Array;
    },
    save(info, body) {
      const known = find(info.key);
      if (known && known.info.etag === info.etag && known.info.bytes === info.bytes) {
        refresh.run(JSON.stringify(info.metadata), info.contentType ?? null, info.modifiedAt, known.id);
        return;
      }
      if (known) clear(known, info.modifiedAt);
      const blob = body instanceof Uint8Array ? null : body.blob;
      const { key, bytes, etag, metadata, contentType = null, modifiedAt } = info;
      const { lastInsertRowid } = insert.run(key, bytes, etag, JSON.stringify(metadata), contentType, modifiedAt, blob);
      if (body instanceof Uint8Array) insertSmall.run(lastInsertRowid, body);
      else dropStray.run(body.blob);
    },
    setMetadata: (key, metadata, modifiedAt) => Number(setMetadata.run(metadata, modifiedAt, key).changes) > 0,
    from(prefix, cursor, limit) {
      const rows = cursor === undefined ? first.all(prefix, limit) : after.all(cursor, limit);
      return rows.map((row) => rowOf(row).info);
    },
    delete(key) {
      const known = find(key);
      if (known) clear(known, known.info.modifiedAt);
      return known;
    },
    addStray: (blob, since) => void addStray.run(blob, since),
    dropStray: (blob) => void dropStray.run(blob),
    straysBefore: (time) => straysBefore.all(time).map((row) => String(row.blob)),
  };
};
