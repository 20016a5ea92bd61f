export interface UploadOptions {
  expiresSeconds: number;
  contentType?: string;
  /** As of `PutOptions`: it is signed with the rest, and the object gets this and no other. */
  metadata?: Record<string, string>;
}

/** One `PUT` that its holder may send, from a browser or curl, with exactly these headers. */
export interface PresignedRequest {
  url: string;
  headers: Record<string, string>;
}

/** S3 takes parts of 5 MiB and more (but the last), and 10,000 of them. */
export const UPLOAD_PART_BYTES = 8 * 2 ** 20;
export const UPLOAD_PARTS = 10_000;

/** One part as it was taken: its number, from 1, and the `ETag` that its `PUT` was answered with. */
export interface UploadedPart {
  part: number;
  etag: string;
}

/**
 * Uploads that go past this process: the bytes are sent to the store itself.
 *
 * Contract: a request is good for its key, its metadata, its content type and its time, and may be repeated within it: the last
 * one stays. An upload in parts is not an object, and emits no event, before it is complete; then it is one object, written as
 * whole as by `put`. One that is never completed goes by itself within days.
 */
export interface PresignedUploads {
  put(key: string, options: UploadOptions): Promise<PresignedRequest>;
  /** Begins an upload in parts; its id. */
  begin(key: string, options: Omit<UploadOptions, "expiresSeconds">): Promise<string>;
  part(key: string, upload: string, part: number, options: { expiresSeconds: number }): Promise<PresignedRequest>;
  /**
   * Makes the object of the parts, in ascending order. `undefined` where no such upload is open (it may be complete already),
   * or where a part is not there as it is named here.
   */
  complete(
    key: string,
    upload: string,
    parts: readonly UploadedPart[],
  ): Promise<{ etag: string; version?: string } | undefined>;
  /** Gives an upload up, and what it has sent with it. Nothing happens where none is open: an object that it made stays. */
  abort(key: string, upload: string): Promise<void>;
}
