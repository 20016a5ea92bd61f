import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { RetryLater } from "../errors.ts";
import type { ByteRange, ObjectInfo, ObjectStore } from "../ports/object-store.ts";
import type { PresignedUploads } from "../ports/presigned-uploads.ts";
import { type AwsAccess, clientOptions } from "./client.ts";
import { asOurs, conditionConflicts, conditionFailed, isMissing, rangeNotSatisfiable } from "./s3-errors.ts";
import { decodeMetadata, encodeMetadata } from "./s3-metadata.ts";
import { resumedRead } from "./s3-read.ts";
import { unquoted, write } from "./s3-write.ts";

export interface S3Config extends AwsAccess {
  bucket: string;
  /** The bucket in the path instead of the host name, as emulators want it. @default false */
  pathStyle?: boolean;
  /**
   * `false` for emulators that know no `If-None-Match`: `ifAbsent` is then a HEAD and a PUT, which two writers can pass
   * at the same time. Never on AWS. @default true
   */
  conditionalWrites?: boolean;
}

/** What one CopyObject can copy. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const COPY_LIMIT = 5 * 2 ** 30;
/** How long a write waits whose key another one is writing. */
const CONFLICT_SECONDS = 5;
/** How often `setMetadata` starts over when the object is replaced meanwhile. */
const COPY_TRIES = 5;

export const s3Client = (config: Omit<S3Config, "bucket">): S3Client =>
  new S3Client({ ...clientOptions(config), forcePathStyle: config.pathStyle ?? false });

const infoOf = (key: string, found: HeadObjectCommandOutput | GetObjectCommandOutput): ObjectInfo => ({
  key,
  bytes: Number(found.ContentRange?.split("/")[1] ?? found.ContentLength ?? 0),
  etag: unquoted(found.ETag),
  ...(found.VersionId === undefined || found.VersionId === "null" ? {} : { version: found.VersionId }),
  metadata: decodeMetadata(found.Metadata),
  ...(found.ContentType === undefined ? {} : { contentType: found.ContentType }),
  modifiedAt: found.LastModified?.getTime() ?? 0,
});

/** Objects in one S3 bucket. */
export const s3ObjectStore = (config: S3Config, client: S3Client = s3Client(config)): ObjectStore => {
  const { bucket, conditionalWrites = true } = config;
  const at = (key: string) => ({ Bucket: bucket, Key: key });

  const head = async (key: string): Promise<ObjectInfo | undefined> => {
    try {
      return infoOf(key, await client.send(new HeadObjectCommand(at(key))));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw asOurs(key, error);
    }
  };

  const refused = async (key: string) => {
    const kept = await head(key);
    return (
      kept && { written: false, etag: kept.etag, ...(kept.version === undefined ? {} : { version: kept.version }) }
    );
  };

  return {
    bucket,
    head,
    async put(key, body, { metadata = {}, contentType, ifAbsent = false } = {}) {
      const params = { ...at(key), Metadata: encodeMetadata(key, metadata), ContentType: contentType };
      const lost = ifAbsent && !conditionalWrites ? await refused(key) : undefined;
      if (lost) return lost;
      try {
        const condition = ifAbsent && conditionalWrites ? { IfNoneMatch: "*" } : {};
        return { written: true, ...(await write(client, { ...params, ...condition }, body)) };
      } catch (error) {
        const conflicts = conditionConflicts(error);
        if (!conflicts && !conditionFailed(error)) throw asOurs(key, error);
        const kept = await refused(key);
        if (kept) return kept;
        // The other writer is not done yet, or its object was deleted: a retry of the caller writes it. The body may be read by now.
        if (conflicts)
          throw new RetryLater(`Another write of "${key}" is under way`, CONFLICT_SECONDS, { cause: error });
        throw new Error(`"${key}" was there and is gone`, { cause: error });
      }
    },
    async get(key, range?: ByteRange) {
      const emptied = async () => {
        const info = await head(key);
        return info && { info, body: nothing() };
      };
      if (range && range.end <= range.start) return emptied();
      try {
        const found = await client.send(
          new GetObjectCommand({ ...at(key), ...(range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {}) }),
        );
        const info = infoOf(key, found);
        const start = range?.start ?? 0;
        const end = Math.min(range?.end ?? info.bytes, info.bytes);
        return { info, body: resumedRead(client, { bucket, key, etag: info.etag, start, end }, found) };
      } catch (error) {
        if (rangeNotSatisfiable(error)) return emptied();
        if (isMissing(error)) return undefined;
        throw asOurs(key, error);
      }
    },
    // The copy of an object that was uploaded in parts, or is encrypted with KMS, has another ETag for the same bytes.
    async setMetadata(key, metadata) {
      const encoded = encodeMetadata(key, metadata);
      for (let attempt = 1; ; attempt += 1) {
        const info = await head(key);
        if (!info) return false;
        // The tree is the truth, and metadata may lag behind it: here it stays as it was written.
        if (info.bytes > COPY_LIMIT) return false;
        try {
          await client.send(
            new CopyObjectCommand({
              ...at(key),
              CopySource: [bucket, ...key.split("/")].map(encodeURIComponent).join("/"),
              CopySourceIfMatch: `"${info.etag}"`,
              MetadataDirective: "REPLACE",
              Metadata: encoded,
              ContentType: info.contentType,
            }),
          );
          return true;
        } catch (error) {
          if (isMissing(error)) return false;
          const lost = conditionFailed(error) || conditionConflicts(error);
          if (!lost || attempt === COPY_TRIES) throw asOurs(key, error);
        }
      }
    },
    async list(prefix, { cursor, limit = 1000 } = {}) {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: limit,
          ContinuationToken: cursor,
          EncodingType: "url",
        }),
      );
      // Asked for, because XML cannot carry every key; an emulator may not have heard.
      const plain = (found = "") =>
        page.EncodingType === "url" ? decodeURIComponent(found.replaceAll("+", " ")) : found;
      const objects = (page.Contents ?? []).map((found) => ({
        key: plain(found.Key),
        bytes: found.Size ?? 0,
        etag: unquoted(found.ETag),
        metadata: {},
        modifiedAt: found.LastModified?.getTime() ?? 0,
      }));
      return page.NextContinuationToken === undefined ? { objects } : { objects, cursor: page.NextContinuationToken };
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
    uploads: lateUploads(config, client),
  };
};

/** Only the API handles uploads, and few of its requests: their code is loaded with the first of them. */
const lateUploads = (config: S3Config, client: S3Client): PresignedUploads => {
  let loading: Promise<PresignedUploads> | undefined;
  const loaded = () => {
    loading ??= import("./s3-uploads.ts").then(({ s3Uploads }) => s3Uploads(config, client));
    return loading;
  };
  return {
    put: async (...given) => (await loaded()).put(...given),
    begin: async (...given) => (await loaded()).begin(...given),
    part: async (...given) => (await loaded()).part(...given),
    complete: async (...given) => (await loaded()).complete(...given),
    abort: async (...given) => (await loaded()).abort(...given),
  };
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
