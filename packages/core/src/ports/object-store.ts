import type { PresignedUploads } from "./presigned-uploads.ts";

/** What is known of an object without its bytes. */
export interface ObjectInfo {
  key: string;
  bytes: number;
  /** Without quotes. Changes when the bytes change. */
  etag: string;
  /** Version id where the store keeps versions. */
  version?: string;
  /** Lower-case keys; keys and values together at most 2 KB (the limit of S3 user metadata), any Unicode. */
  metadata: Record<string, string>;
  contentType?: string;
  /** Epoch milliseconds. */
  modifiedAt: number;
}

export interface PutOptions {
  metadata?: Record<string, string>;
  contentType?: string;
  /** Write only if no object has this key; a lost race is `written: false`, and the stored object is untouched. */
  ifAbsent?: boolean;
}

export interface ByteRange {
  start: number;
  /** Exclusive. */
  end: number;
}

export interface ObjectPage {
  objects: ObjectInfo[];
  cursor?: string;
}

/**
 * Immutable blobs with mutable metadata.
 *
 * Contract: a write is visible whole or not at all, to every reader, as soon as `put` resolves; reads after it see it
 * (strong consistency). Concurrent puts to one key: one wins whole. A put under `inbox/` emits one event, at least
 * once, possibly late; nothing else emits any, and `setMetadata` never does. A missing object is a value (`undefined`).
 * `list` returns keys in byte order, without metadata or content type where the store would need a call per object.
 */
export interface ObjectStore {
  /** The bucket's name, as events carry it. */
  readonly bucket: string;
  put(
    key: string,
    body: Uint8Array | AsyncIterable<Uint8Array>,
    options?: PutOptions,
  ): Promise<{ written: boolean; etag: string; version?: string }>;
  head(key: string): Promise<ObjectInfo | undefined>;
  /** The bytes, streamed; the stream fails if the object changes under the reader. */
  get(key: string, range?: ByteRange): Promise<{ info: ObjectInfo; body: AsyncIterable<Uint8Array> } | undefined>;
  /**
   * Replaces all metadata, keeps the bytes and the content type. `false` if the object does not exist, or if the store
   * cannot change this one's metadata (S3 copies at most 5 GiB in one call).
   */
  setMetadata(key: string, metadata: Record<string, string>): Promise<boolean>;
  list(prefix: string, options?: { cursor?: string; limit?: number }): Promise<ObjectPage>;
  delete(key: string): Promise<void>;
  readonly uploads: PresignedUploads;
}
