import type { ObjectInfo } from "../../ports/object-store.ts";

/** The body of an S3 event notification for one object; keys are URL-encoded with `+` for a space, as S3 does. */
export const objectCreated = (bucket: string, { key, bytes, etag, version, modifiedAt }: ObjectInfo): string =>
  JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        eventTime: new Date(modifiedAt).toISOString(),
        s3: {
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: key.split("/").map(encodeURIComponent).join("/").replaceAll("%20", "+"),
            size: bytes,
            eTag: etag,
            ...(version === undefined ? {} : { versionId: version }),
          },
        },
      },
    ],
  });
