import type { Charset } from "../identify/charset.ts";

/** True where the text's bytes are UTF-8 already, so that offsets into it are offsets into the component. */
export const isUtf8 = (charset: Charset | undefined): boolean => charset === undefined || charset.name === "utf-8";

/** The text as UTF-8 chunks; bytes that are no text of this charset become U+FFFD. */
export async function* transcode(
  chunks: AsyncIterable<Uint8Array>,
  charset: Charset | undefined,
): AsyncGenerator<Uint8Array> {
  if (isUtf8(charset)) {
    yield* chunks;
    return;
  }
  const decoder = new TextDecoder(charset?.name);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
