import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { conditionFailed } from "./s3-errors.ts";

/** Failures in a row without a byte in between, after which a read is given up. */
const PATIENCE = 3;

/** Bytes `[start, end)` of one version of an object. */
export interface Stretch {
  bucket: string;
  key: string;
  etag: string;
  start: number;
  end: number;
}

/**
 * The body of a GET; where the connection breaks on the way, the rest is asked for, on condition that the object is
 * still the same (`If-Match`). A package is read for minutes: without it one broken connection would start over.
 */
export async function* resumedRead(
  client: S3Client,
  { bucket, key, etag, start, end }: Stretch,
  first: GetObjectCommandOutput,
): AsyncGenerator<Uint8Array> {
  let at = start;
  let failures = 0;
  for (let body = first.Body; ; ) {
    try {
      for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        at += chunk.length;
        failures = 0;
        yield chunk;
      }
      if (at >= end) return;
      throw new Error(`"${key}" ended after ${at - start} of ${end - start} bytes`);
    } catch (error) {
      // All bytes came and it failed all the same: the checksum over them is wrong.
      failures += 1;
      if (at >= end || failures > PATIENCE) throw error;
    }
    body = await rest(client, { bucket, key, etag, start: at, end });
  }
}

const rest = async (
  client: S3Client,
  { bucket, key, etag, start, end }: Stretch,
): Promise<GetObjectCommandOutput["Body"]> => {
  try {
    const command = { Bucket: bucket, Key: key, IfMatch: `"${etag}"`, Range: `bytes=${start}-${end - 1}` };
    return (await client.send(new GetObjectCommand(command))).Body;
  } catch (error) {
    if (conditionFailed(error)) throw new Error(`"${key}" changed while it was read`, { cause: error });
    throw error;
  }
};
