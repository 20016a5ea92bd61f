import { Readable } from "node:stream";
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";

/** S3 wants 5 MiB at least and takes 10,000 parts: objects up to 80 GiB. */
export const PART_BYTES = 8 * 2 ** 20;
/** Parts in flight; with the one being filled, at most 40 MiB are held. */
const PARTS_AT_ONCE = 4;

export interface Written {
  etag: string;
  version?: string;
}

export const unquoted = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");

/** One PUT for what fits into one part, a multipart upload (aborted where it fails) for the rest. */
export const write = async (
  client: S3Client,
  params: Omit<PutObjectCommandInput, "Body">,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Written> => {
  const inParts = async () => {
    const { Upload } = await import("@aws-sdk/lib-storage");
    const Body = body instanceof Uint8Array ? body : Readable.from(body);
    return new Upload({ client, params: { ...params, Body }, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
  };
  const { ETag, VersionId } =
    body instanceof Uint8Array && body.length <= PART_BYTES
      ? await client.send(new PutObjectCommand({ ...params, Body: body }))
      : await inParts();
  return { etag: unquoted(ETag), ...(VersionId === undefined ? {} : { version: VersionId }) };
};
