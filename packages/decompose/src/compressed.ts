import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { Damage, messageOf } from "./member.ts";
import { through } from "./through.ts";

/** Bytes that a decompressor hands out at once. */
const CHUNK_BYTES = 256 << 10;

/** `readableHighWaterMark` is passed on to the stream by Node, though its types leave it out. */
const options: zlib.ZlibOptions & zlib.ZstdOptions = Object.assign(
  { chunkSize: CHUNK_BYTES },
  { readableHighWaterMark: 1 },
);

export const compressions = ["gzip", "zstd"] as const;
export type Compression = (typeof compressions)[number] | "deflate-raw";

const decompressors: Record<Compression, () => Transform> = {
  gzip: () => zlib.createGunzip(options),
  zstd: () => zlib.createZstdDecompress(options),
  "deflate-raw": () => zlib.createInflateRaw(options),
};

const truncated = new Set(["Z_BUF_ERROR", "ZSTD_error_srcSize_wrong"]);

/** Decompresses a stream; what can be had comes out before the {@link Damage} is thrown. */
export const decompress = (input: AsyncIterable<Uint8Array>, by: Compression): AsyncGenerator<Uint8Array> =>
  through(input, decompressors[by](), (error) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return truncated.has(code) || /unexpected end/i.test(messageOf(error))
      ? new Damage("truncated-archive", `The ${by} stream ends too early`)
      : new Damage("damaged-archive", `The ${by} stream is damaged: ${messageOf(error)}`);
  });

const heads: Record<Exclude<Compression, "deflate-raw">, (head: Uint8Array) => Uint8Array> = {
  gzip: (head) => zlib.gunzipSync(head, { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: 16 << 20 }),
  zstd: (head) =>
    zlib.zstdDecompressSync(head, { finishFlush: zlib.constants.ZSTD_e_flush, maxOutputLength: 16 << 20 }),
};

/** Why the stream cannot even be begun, judged by its first bytes; `undefined` where it can. */
export const cannotBegin = (head: Uint8Array, by: Exclude<Compression, "deflate-raw">): string | undefined => {
  try {
    heads[by](head);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return code === "ERR_BUFFER_TOO_LARGE" || truncated.has(code) ? undefined : messageOf(error);
  }
};
