import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { PresignedRequest, PresignedUploads, UploadOptions } from "../ports/presigned-uploads.ts";
import { type AwsAccess, clientOptions } from "./client.ts";
import { asOurs } from "./s3-errors.ts";
import { encodeMetadata } from "./s3-metadata.ts";
import { unquoted } from "./s3-write.ts";

/** S3 answers so for an upload that is over, and for parts that are not as they are named. */
const GONE = new Set(["NoSuchUpload", "InvalidPart", "InvalidPartOrder"]);

/** The headers that are signed, and so must be sent as they are. */
const headersOf = (key: string, { contentType, metadata = {} }: Omit<UploadOptions, "expiresSeconds">) => ({
  ...(contentType === undefined ? {} : { "content-type": contentType }),
  ...Object.fromEntries(
    Object.entries(encodeMetadata(key, metadata)).map(([name, value]) => [`x-amz-meta-${name}`, value]),
  ),
});

/** Requests that S3 accepts from anyone who holds them, and S3's own uploads in parts. */
export const s3Uploads = (
  config: AwsAccess & { bucket: string; pathStyle?: boolean },
  client: S3Client,
): PresignedUploads => {
  let presigner: S3Client | undefined;
  const sign = async (
    key: string,
    command: PutObjectCommand | UploadPartCommand,
    expiresIn: number,
    headers: Record<string, string>,
  ): Promise<PresignedRequest> => {
    // A checksum in a presigned URL would be that of no bytes: only a client that adds none can sign.
    presigner ??= new S3Client({
      ...clientOptions(config),
      forcePathStyle: config.pathStyle ?? false,
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
    // Only the API signs; no other function should load the signer.
    const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
    const signed = new Set(Object.keys(headers));
    try {
      const url = await getSignedUrl(presigner, command as PutObjectCommand, {
        expiresIn,
        signableHeaders: new Set(["host", ...signed]),
        // Metadata stays out of the address, where any proxy would write it into its log.
        unhoistableHeaders: signed,
      });
      return { url, headers };
    } catch (error) {
      throw asOurs(key, error);
    }
  };
  const at = (key: string) => ({ Bucket: config.bucket, Key: key });
  return {
    async put(key, { expiresSeconds, ...options }) {
      const { contentType, metadata = {} } = options;
      const params = { ...at(key), ContentType: contentType, Metadata: encodeMetadata(key, metadata) };
      return sign(key, new PutObjectCommand(params), expiresSeconds, headersOf(key, options));
    },
    async begin(key, { contentType, metadata = {} }) {
      const params = { ...at(key), ContentType: contentType, Metadata: encodeMetadata(key, metadata) };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(params));
      if (UploadId === undefined) throw new Error(`S3 began an upload of "${key}" and gave it no id`);
      return UploadId;
    },
    part: (key, UploadId, PartNumber, { expiresSeconds }) =>
      sign(key, new UploadPartCommand({ ...at(key), UploadId, PartNumber }), expiresSeconds, {}),
    async complete(key, UploadId, parts) {
      const Parts = parts.map(({ part, etag }) => ({ PartNumber: part, ETag: `"${etag}"` }));
      if (Parts.length === 0) return undefined;
      try {
        const command = new CompleteMultipartUploadCommand({ ...at(key), UploadId, MultipartUpload: { Parts } });
        const { ETag, VersionId } = await client.send(command);
        return { etag: unquoted(ETag), ...(VersionId === undefined ? {} : { version: VersionId }) };
      } catch (error) {
        if (error instanceof Error && GONE.has(error.name)) return undefined;
        throw asOurs(key, error);
      }
    },
    async abort(key, UploadId) {
      try {
        await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId }));
      } catch (error) {
        if (!(error instanceof Error && GONE.has(error.name))) throw asOurs(key, error);
      }
    },
  };
};
