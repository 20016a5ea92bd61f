import type { DatabaseSync } from "node:sqlite";
import {
  type ByteRange,
  type Clock,
  keys,
  type ObjectInfo,
  type ObjectStore,
  type PresignedUploads,
  type PutOptions,
  uploadInParts,
} from "@torrent/core/unstable";
import { transaction } from "../database.ts";
import { turn } from "../turn.ts";
import type { Blobs } from "./blobs.ts";
import { takeBody } from "./body.ts";
import { checkKey, checkMetadata } from "./keys.ts";
import { objectRows } from "./object-rows.ts";

const LIST_LIMIT = 1000;
/** Where packages are delivered; the only prefix whose puts emit an event. */
const INBOX = keys.inbox("");
/** A put that streams for longer than this is taken for dead when the strays are collected. */
const STRAY_MS = 24 * 3_600_000;

export interface EmbeddedObjects extends ObjectStore {
  /** Deletes the files that dead processes left behind; how many. */
  collectStrays(): Promise<number>;
}

export interface ObjectStoreParts {
  db: DatabaseSync;
  blobs: Blobs;
  clock: Clock;
  bucket: string;
  presign: PresignedUploads["put"];
  /** Emits the event of a put under `inbox/`, within the put's transaction; `sent` is called after its commit. */
  notify: (info: ObjectInfo) => void;
  sent: () => void;
}

export const objectStore = ({ db, blobs, clock, bucket, presign, notify, sent }: ObjectStoreParts): EmbeddedObjects => {
  const rows = objectRows(db);

  /** A file that no row names any more; its stray row goes last, so that a crash in between leaves the file findable. */
  const discard = async (blob: string): Promise<void> => {
    await blobs.delete(blob);
    rows.dropStray(blob);
  };

  const commit = async (info: ObjectInfo, body: Uint8Array | { blob: string }, ifAbsent: boolean) => {
    const result = transaction(db, () => {
      const known = rows.find(info.key);
      if (ifAbsent && known) return { written: false, etag: known.info.etag };
      rows.save(info, body);
      if (info.key.startsWith(INBOX)) notify(info);
      return { written: true, etag: info.etag, replaced: known?.blob };
    });
    if (result.written && info.key.startsWith(INBOX)) sent();
    const candidates = [body instanceof Uint8Array ? undefined : body.blob, result.replaced];
    for (const blob of candidates) if (blob !== undefined && rows.find(info.key)?.blob !== blob) await discard(blob);
    return { written: result.written, etag: result.etag };
  };

  async function* read(info: ObjectInfo, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const changed = (cause?: unknown): Error => new Error(`"${info.key}" changed while it was read`, { cause });
    const unchanged = (): boolean => rows.find(info.key)?.info.etag === info.etag;
    try {
      for await (const chunk of chunks) {
        if (!unchanged()) throw changed();
        yield chunk;
      }
    } catch (error) {
      throw error instanceof Error && "code" in error && error.code === "ENOENT" ? changed(error) : error;
    }
  }

  const put = async (
    key: string,
    body: Uint8Array | AsyncIterable<Uint8Array>,
    { metadata = {}, contentType, ifAbsent = false }: PutOptions = {},
  ): Promise<{ written: boolean; etag: string }> => {
    checkKey(key);
    checkMetadata(key, metadata);
    await turn();
    const known = ifAbsent ? rows.find(key) : undefined;
    if (known) return { written: false, etag: known.info.etag };
    const taken = await takeBody(body);
    const info = (): ObjectInfo => ({
      key,
      bytes: taken.measured.bytes,
      etag: taken.measured.etag(),
      metadata,
      ...(contentType === undefined ? {} : { contentType }),
      modifiedAt: clock.now(),
    });
    if ("small" in taken) return commit(info(), taken.small, ifAbsent);
    const blob = blobs.name();
    rows.addStray(blob, clock.now());
    try {
      await blobs.write(blob, taken.large);
      return await commit(info(), { blob }, ifAbsent);
    } catch (error) {
      if (rows.find(key)?.blob !== blob) await discard(blob);
      throw error;
    }
  };

  const store: Omit<EmbeddedObjects, "uploads"> = {
    bucket,
    put,
    async head(key) {
      checkKey(key);
      await turn();
      return rows.find(key)?.info;
    },
    async get(key, range?: ByteRange) {
      checkKey(key);
      await turn();
      const found = rows.find(key);
      if (!found) return undefined;
      const { id, info, blob } = found;
      const start = Math.min(range?.start ?? 0, info.bytes);
      const end = Math.min(range?.end ?? info.bytes, info.bytes);
      const small = blob === undefined ? [rows.body(id).subarray(start, end)].filter((part) => part.length > 0) : [];
      const chunks = async function* () {
        if (blob === undefined) yield* small;
        else yield* blobs.read(blob, start, end);
      };
      return { info, body: { [Symbol.asyncIterator]: () => read(info, chunks())[Symbol.asyncIterator]() } };
    },
    async setMetadata(key, metadata) {
      checkKey(key);
      checkMetadata(key, metadata);
      await turn();
      return rows.setMetadata(key, JSON.stringify(metadata), clock.now());
    },
    async list(prefix, { cursor, limit = LIST_LIMIT } = {}) {
      await turn();
      const found = rows.from(prefix, cursor, limit + 1);
      const within = found.filter(({ key }) => key.startsWith(prefix));
      const objects = within.slice(0, limit);
      const last = objects.at(-1);
      return within.length > limit && last ? { objects, cursor: last.key } : { objects };
    },
    async delete(key) {
      checkKey(key);
      await turn();
      const gone = transaction(db, () => rows.delete(key));
      if (gone?.blob !== undefined) await discard(gone.blob);
    },
    async collectStrays() {
      const strays = rows.straysBefore(clock.now() - STRAY_MS);
      for (const blob of strays) await discard(blob);
      return strays.length;
    },
  };
  return Object.assign(store, {
    uploads: uploadInParts(store, presign, { newId: blobs.name, now: () => clock.now() }),
  });
};
