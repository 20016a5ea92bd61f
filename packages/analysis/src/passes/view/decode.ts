import { type Coded, multiByteDecoder } from "./multi-byte.ts";
import { Places } from "./places.ts";
import { singleByteDecoder } from "./single-byte.ts";
import { wideDecoder } from "./wide.ts";

/** Turns bytes of one charset into UTF-8, piece by piece, and notes what stands where. */
export interface Decoder {
  /** `isLast`: nothing follows. */
  decode(chunk: Uint8Array, isLast: boolean): Uint8Array;
}

const multiByte: Record<string, Coded> = {
  shift_jis: "shift_jis",
  "euc-jp": "euc-jp",
  "iso-2022-jp": "iso-2022-jp",
  gbk: "gbk",
  gb2312: "gbk",
  gb18030: "gb18030",
  big5: "big5",
  "euc-kr": "euc-kr",
};

const decoderOf = (charset: string, places: Places): Decoder => {
  const coded = multiByte[charset];
  if (coded) return multiByteDecoder(coded, places);
  if (/^utf-(16|32)/.test(charset)) return wideDecoder(charset, places);
  return singleByteDecoder(charset, places);
};

export const isUtf8Charset = (charset: string | undefined): boolean =>
  charset === undefined || charset === "utf-8" || charset === "ascii";

/** A text as UTF-8. `places` learns where its bytes stand in the file; UTF-8 is handed on as it is, damaged or not. */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  charset: string | undefined,
  places: Places = new Places(),
): AsyncGenerator<Uint8Array> {
  if (isUtf8Charset(charset)) {
    yield* chunks;
    return;
  }
  const decoder = decoderOf(charset as string, places);
  for await (const chunk of chunks) yield decoder.decode(chunk, false);
  yield decoder.decode(new Uint8Array(0), true);
}

/** A text that is at hand whole. */
export const decodeText = (bytes: Uint8Array, charset: string | undefined): string => {
  if (isUtf8Charset(charset)) return new TextDecoder().decode(bytes);
  const decoder = decoderOf(charset as string, new Places());
  const text = Buffer.concat([decoder.decode(bytes, false), decoder.decode(new Uint8Array(0), true)]);
  return text.toString();
};
