import { createHash } from "node:crypto";
import { objectCreated } from "../../object-created.ts";
import type { ByteRange, ObjectInfo, ObjectPage, ObjectStore, PutOptions } from "../../ports/object-store.ts";
import type { PresignedUploads } from "../../ports/presigned-uploads.ts";
import type { Clock } from "../../ports/runtime.ts";
import { uploadInParts } from "../../upload-in-parts.ts";

const CHUNK = 64 * 1024;
/** S3's limit of user metadata, keys and values together. */
const METADATA_LIMIT = 2048;
const PAGE = 1000;

interface StoredObject {
  info: ObjectInfo;
  bytes: Uint8Array;
}

export interface MemoryObjectStoreOptions {
  clock: Clock;
  bucket?: string;
  /** Takes the body of an S3 event notification, within the put's own step. */
  notify?: (body: string) => void;
}

export class MemoryObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly #clock: Clock;
  readonly #notify: (body: string) => void;
  readonly #objects = new Map<string, StoredObject>();
  #begun = 0;

  constructor({ clock, bucket = "memory", notify = () => {} }: MemoryObjectStoreOptions) {
    this.#clock = clock;
    this.bucket = bucket;
    this.#notify = notify;
  }

  async put(
    key: string,
    body: Uint8Array | AsyncIterable<Uint8Array>,
    { metadata = {}, contentType, ifAbsent = false }: PutOptions = {},
  ): Promise<{ written: boolean; etag: string; version?: string }> {
    assertMetadata(key, metadata);
    const bytes = await collect(body);
    const known = this.#objects.get(key);
    if (ifAbsent && known) return { written: false, etag: known.info.etag };
    const etag = createHash("md5").update(bytes).digest("hex");
    const info: ObjectInfo = {
      key,
      bytes: bytes.length,
      etag,
      metadata: { ...metadata },
      ...(contentType === undefined ? {} : { contentType }),
      modifiedAt: this.#clock.now(),
    };
    this.#objects.set(key, { info, bytes });
    if (key.startsWith("inbox/")) this.#notify(objectCreated(this.bucket, info));
    return { written: true, etag };
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    return structuredClone(this.#objects.get(key)?.info);
  }

  async get(
    key: string,
    range?: ByteRange,
  ): Promise<{ info: ObjectInfo; body: AsyncIterable<Uint8Array> } | undefined> {
    const object = this.#objects.get(key);
    if (!object) return undefined;
    const bytes = range ? object.bytes.subarray(range.start, range.end) : object.bytes;
    return { info: structuredClone(object.info), body: this.#chunks(key, object.info.etag, bytes) };
  }

  async setMetadata(key: string, metadata: Record<string, string>): Promise<boolean> {
    assertMetadata(key, metadata);
    const object = this.#objects.get(key);
    if (!object) return false;
    const info = { ...object.info, metadata: { ...metadata }, modifiedAt: this.#clock.now() };
    this.#objects.set(key, { ...object, info });
    return true;
  }

  async list(prefix: string, { cursor, limit = PAGE }: { cursor?: string; limit?: number } = {}): Promise<ObjectPage> {
    const found = [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix) && (cursor === undefined || compareBytes(key, cursor) > 0))
      .sort(compareBytes);
    const objects = found.slice(0, limit).map((key) => structuredClone(this.#objects.get(key)!.info));
    const last = objects.at(-1);
    return found.length > limit && last ? { objects, cursor: last.key } : { objects };
  }

  async delete(key: string): Promise<void> {
    this.#objects.delete(key);
  }

  readonly #presignPut: PresignedUploads["put"] = async (key, { expiresSeconds, contentType, metadata = {} }) => {
    assertMetadata(key, metadata);
    const url = new URL(`memory://${this.bucket}/${encodeURIComponent(key)}`);
    url.searchParams.set("until", String(this.#clock.now() + expiresSeconds * 1000));
    url.searchParams.set("metadata", JSON.stringify(metadata));
    if (contentType !== undefined) url.searchParams.set("type", contentType);
    return { url: url.href, headers: typed(contentType) };
  };

  readonly uploads: PresignedUploads = uploadInParts(this, this.#presignPut, {
    newId: () => `upload-${++this.#begun}`,
    now: () => this.#clock.now(),
  });

  /** What a PUT to a presigned URL does; the status of the answer, and the part's `ETag`. */
  async upload(url: string, body: Uint8Array): Promise<{ status: 200 | 403; etag?: string }> {
    const { pathname, searchParams } = new URL(url);
    if (Number(searchParams.get("until")) < this.#clock.now()) return { status: 403 };
    const contentType = searchParams.get("type");
    const { etag } = await this.put(decodeURIComponent(pathname.slice(1)), body, {
      metadata: JSON.parse(searchParams.get("metadata") ?? "{}"),
      ...(contentType === null ? {} : { contentType }),
    });
    return { status: 200, etag };
  }

  async *#chunks(key: string, etag: string, bytes: Uint8Array): AsyncIterable<Uint8Array> {
    for (let start = 0; start < bytes.length; start += CHUNK) {
      if (this.#objects.get(key)?.info.etag !== etag) throw new Error(`"${key}" changed while it was read`);
      yield bytes.slice(start, start + CHUNK);
    }
  }
}

const collect = async (body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  if (body instanceof Uint8Array) return body.slice();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk.slice());
  return Buffer.concat(chunks);
};

const typed = (type?: string): Record<string, string> => (type === undefined ? {} : { "content-type": type });

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const assertMetadata = (key: string, metadata: Record<string, string>): void => {
  const size = Buffer.byteLength(Object.entries(metadata).flat().join(""));
  if (size > METADATA_LIMIT)
    throw new RangeError(`The metadata of "${key}" takes ${size} bytes; at most ${METADATA_LIMIT}`);
};
