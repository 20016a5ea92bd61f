import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../private-file.ts";

const READ_BYTES = 256 * 1024;

/**
 * Bodies that are too large for a row: one file each, written once under a random name of our own, never changed, and
 * visible to nobody before a row names it.
 */
export interface Blobs {
  name(): string;
  /** Writes `head` and then the rest of the body; hands each chunk to `see` on the way. */
  write(blob: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  read(blob: string, start: number, end: number): AsyncIterable<Uint8Array>;
  delete(blob: string): Promise<void>;
}

export const blobFiles = (folder: string): Blobs => {
  const shard = (blob: string): string => join(folder, blob.slice(0, 2));
  const path = (blob: string): string => join(shard(blob), blob);
  return {
    name: () => randomUUID(),
    async write(blob, body) {
      await mkdir(shard(blob), { recursive: true, mode: PRIVATE_FOLDER });
      await using file = await open(path(blob), "wx", PRIVATE_FILE);
      for await (const chunk of body) {
        for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
      }
    },
    async *read(blob, start, end) {
      if (end > start) yield* createReadStream(path(blob), { start, end: end - 1, highWaterMark: READ_BYTES });
    },
    delete: (blob) => rm(path(blob), { force: true }),
  };
};
