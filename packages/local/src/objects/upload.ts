import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Clock, PresignedUploads } from "@torrent/core/unstable";
import { checkKey, checkMetadata } from "./keys.ts";

/** The path, below the API's address, that takes uploads. */
export const UPLOAD_PATH = "/uploads";

/** Made once per data folder, so that a URL outlives a restart. */
export const uploadSecret = (db: DatabaseSync): Buffer => {
  db.prepare("INSERT OR IGNORE INTO secrets VALUES ('upload', ?)").run(randomBytes(32).toString("hex"));
  return Buffer.from(String(db.prepare("SELECT value FROM secrets WHERE name = 'upload'").get()?.value), "hex");
};

const sign = (secret: Buffer, ...signed: readonly string[]): Buffer =>
  createHmac("sha256", secret).update(JSON.stringify(signed)).digest();

export type UploadGrant =
  | { granted: true; key: string; metadata: Record<string, string>; contentType?: string }
  | { granted: false; status: 400 | 403; reason: string };

/** Issues and checks the URLs that take one object each, as S3 does with presigned ones. */
export interface Uploads {
  presign: PresignedUploads["put"];
  /**
   * What a `PUT` to this URL may write. A URL given out for a content type takes no other; it may be used again until
   * it expires, and then replaces the object, as on S3.
   */
  verify(url: URL, contentType?: string): UploadGrant;
}

/** @param base The API's address, asked at every URL: the port may be known only once the server listens. */
export const uploads = (secret: Buffer, clock: Clock, base: () => string): Uploads => ({
  async presign(key, { expiresSeconds, contentType = "", metadata = {} }) {
    checkKey(key);
    checkMetadata(key, metadata);
    const meta = JSON.stringify(metadata);
    const url = new URL(UPLOAD_PATH, base());
    const expires = String(clock.now() + expiresSeconds * 1000);
    url.searchParams.set("key", key);
    url.searchParams.set("expires", expires);
    if (contentType !== "") url.searchParams.set("type", contentType);
    url.searchParams.set("metadata", meta);
    url.searchParams.set("signature", sign(secret, key, expires, contentType, meta).toString("hex"));
    const headers: Record<string, string> = contentType === "" ? {} : { "content-type": contentType };
    return { url: url.href, headers };
  },
  verify(url, contentType) {
    const { key, expires, type = "", metadata = "{}", signature } = Object.fromEntries(url.searchParams);
    if (key === undefined || expires === undefined || signature === undefined)
      return { granted: false, status: 400, reason: "The URL has no key, expiry or signature" };
    const given = Buffer.from(signature, "hex");
    const right = sign(secret, key, expires, type, metadata);
    if (given.length !== right.length || !timingSafeEqual(given, right))
      return { granted: false, status: 403, reason: "The signature does not match the URL" };
    if (Number(expires) <= clock.now()) return { granted: false, status: 403, reason: "The URL has expired" };
    if (type !== "" && contentType !== type)
      return { granted: false, status: 403, reason: `The URL accepts only the content type "${type}"` };
    return {
      granted: true,
      key,
      metadata: JSON.parse(metadata),
      ...(contentType === undefined ? {} : { contentType }),
    };
  },
});
