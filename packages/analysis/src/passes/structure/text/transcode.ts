import { decoded } from "../../view/decode.ts";
import type { Charset } from "../identify/charset.ts";

/** True where the text's bytes are UTF-8 already, so that offsets into it are offsets into the component. */
export const isUtf8 = (charset: Charset | undefined): boolean => charset === undefined || charset.name === "utf-8";

/** Puts spaces in the place of the byte order mark, so that offsets stay and no reader trips over it. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    const step = Math.min(left, chunk.length);
    left -= step;
    yield step > 0 ? Buffer.concat([Buffer.alloc(step, " "), chunk.subarray(step)]) : chunk;
  }
}

/** The text as UTF-8 chunks without a byte order mark; bytes that are no text of this charset become U+FFFD. */
export const transcode = (
  chunks: AsyncIterable<Uint8Array>,
  charset: Charset | undefined,
): AsyncIterable<Uint8Array> => {
  if (!isUtf8(charset)) return decoded(chunks, charset?.name);
  return charset?.bom ? withoutMark(chunks, charset.bom) : chunks;
};
