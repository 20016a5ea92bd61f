import type { ObjectInfo } from "./ports/object-store.ts";

/** Undone by `objectKey`: S3 URL-encodes keys in its events, with `+` for a space. */
const encodedKey = (key: string): string => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");

/** The body of an S3 event notification (event structure 2.1) for one object that was put. */
export const objectCreated = (
  bucket: string,
  { key, bytes, etag, version, modifiedAt }: Pick<ObjectInfo, "key" | "bytes" | "etag" | "version" | "modifiedAt">,
): string =>
  JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        eventTime: new Date(modifiedAt).toISOString(),
        s3: {
          s3SchemaVersion: "1.0",
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodedKey(key),
            size: bytes,
            eTag: etag,
            ...(version === undefined ? {} : { versionId: version }),
          },
        },
      },
    ],
  });
