import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { ByteReader, concat, NOTHING } from "./bytes.ts";
import { Damage, messageOf } from "./member.ts";
import { through } from "./through.ts";
import { zstdSteps } from "./zstd-frames.ts";

/** Bytes that a decompressor takes and hands out at once. */
const STEP_BYTES = 32 << 10;
const CHUNK_BYTES = 128 << 10;
/** A gzip stream ends with its checksum and length. */
const TRAILER_BYTES = 8;

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

/**
 * The same bytes in steps that do not depend on how they arrived, the last few by themselves: a decompressor that finds
 * an error drops the output of that step, which so is the same at every try, and nothing where only a checksum is wrong.
 */
async function* inSteps(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(input);
  let held: Uint8Array = NOTHING;
  let damage: Damage | undefined;
  try {
    for (let step = await reader.take(STEP_BYTES); step.length > 0; step = await reader.take(STEP_BYTES)) {
      const bytes = concat([held, step]);
      const end = Math.max(0, bytes.length - TRAILER_BYTES);
      held = bytes.subarray(end);
      if (end > 0) yield bytes.subarray(0, end);
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    damage = error;
  } finally {
    await reader.close();
  }
  if (held.length > 0) yield held;
  if (damage) throw damage;
}

/** Decompresses a stream; what can be had comes out before the {@link Damage} is thrown. */
export const decompress = (input: AsyncIterable<Uint8Array>, by: Compression): AsyncGenerator<Uint8Array> =>
  through(by === "zstd" ? zstdSteps(input, STEP_BYTES) : inSteps(input), decompressors[by](), (error) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return truncated.has(code) || /unexpected end/i.test(messageOf(error))
      ? new Damage("truncated-archive", `The ${by} stream ends too early`)
      : new Damage("damaged-archive", `The ${by} stream is damaged: ${messageOf(error)}`);
  });

/** Enough to hold the header and the beginning of the first block. */
const BEGINNING_BYTES = 256;
const ENOUGH_BYTES = 16 << 20;

const begin: Record<(typeof compressions)[number], (head: Uint8Array) => Uint8Array> = {
  gzip: (head) => zlib.gunzipSync(head, { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: ENOUGH_BYTES }),
  zstd: (head) =>
    zlib.zstdDecompressSync(head, { finishFlush: zlib.constants.ZSTD_e_flush, maxOutputLength: ENOUGH_BYTES }),
};

/** Why the stream cannot even be begun; `undefined` where it can, whatever comes later, checksums included. */
export const cannotBegin = (head: Uint8Array, by: (typeof compressions)[number]): string | undefined => {
  try {
    begin[by](head.subarray(0, BEGINNING_BYTES));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const began = code === "ERR_BUFFER_TOO_LARGE" || truncated.has(code) || /check/i.test(messageOf(error));
    return began ? undefined : messageOf(error);
  }
};
