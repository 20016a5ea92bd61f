import type { ObjectInfo } from "@torrent/core";

/** Where packages are delivered; the only prefix whose puts emit an event. */
export const INBOX = "inbox/";

/** The body of an S3 event notification (event structure 2.1) for one object; its key is URL-encoded, `+` for a space. */
export const objectCreated = (bucket: string, { key, bytes, etag, modifiedAt }: ObjectInfo): string =>
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
            key: encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+"),
            size: bytes,
            eTag: etag,
          },
        },
      },
    ],
  });
