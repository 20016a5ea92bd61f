import type { ObjectInfo, ObjectStore } from "./ports/object-store.ts";
import type { PresignedUploads } from "./ports/presigned-uploads.ts";

const PREFIX = "uploads/";
const DAY_MS = 24 * 3_600_000;

const folder = (upload: string): string => `${PREFIX}${upload}/`;
const begun = (upload: string): string => `${folder(upload)}begun`;
const partKey = (upload: string, part: number): string => `${folder(upload)}part-${String(part).padStart(5, "0")}`;

/**
 * Uploads in parts for a store without them: parts are objects like any other until they are joined.
 * `newId` must be unguessable, `now` is in epoch milliseconds.
 */
export const uploadInParts = (
  store: Pick<ObjectStore, "put" | "head" | "get" | "list" | "delete">,
  presignPut: PresignedUploads["put"],
  { newId, now }: { newId: () => string; now: () => number },
): PresignedUploads => {
  const deleteUnder = async (prefix: string, isOver: (modifiedAt: number) => boolean): Promise<void> => {
    let cursor: string | undefined;
    do {
      const page = await store.list(prefix, cursor === undefined ? {} : { cursor });
      for (const { key, modifiedAt } of page.objects) if (isOver(modifiedAt)) await store.delete(key);
      cursor = page.cursor;
    } while (cursor !== undefined);
  };
  /** What the upload began with, if it is one of this key. */
  const opened = async (key: string, upload: string): Promise<ObjectInfo | undefined> => {
    const start = await store.get(begun(upload));
    if (!start) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of start.body) chunks.push(chunk);
    return Buffer.concat(chunks).toString() === key ? start.info : undefined;
  };
  async function* joined(keys: readonly string[]): AsyncIterable<Uint8Array> {
    for (const key of keys) {
      const part = await store.get(key);
      if (!part) throw new Error(`"${key}" vanished while the upload was completed`);
      yield* part.body;
    }
  }
  return {
    put: presignPut,
    async begin(key, { contentType, metadata = {} }) {
      await deleteUnder(PREFIX, (modifiedAt) => now() - modifiedAt > 2 * DAY_MS);
      const upload = newId();
      const body = new TextEncoder().encode(key);
      await store.put(begun(upload), body, { metadata, ...(contentType === undefined ? {} : { contentType }) });
      return upload;
    },
    part: (_, upload, part, options) => presignPut(partKey(upload, part), options),
    async complete(key, upload, parts) {
      const start = await opened(key, upload);
      if (!start || parts.length === 0) return undefined;
      for (const { part, etag } of parts)
        if ((await store.head(partKey(upload, part)))?.etag !== etag) return undefined;
      const { metadata, contentType } = start;
      const keys = parts.map(({ part }) => partKey(upload, part));
      const { etag, version } = await store.put(key, joined(keys), {
        metadata,
        ...(contentType === undefined ? {} : { contentType }),
      });
      await deleteUnder(folder(upload), () => true);
      return { etag, ...(version === undefined ? {} : { version }) };
    },
    async abort(key, upload) {
      if (await opened(key, upload)) await deleteUnder(folder(upload), () => true);
    },
  };
};
