import type { Decoder } from "./decode.ts";
import type { Places } from "./places.ts";
import { TextBuilder } from "./text-builder.ts";

export type Coded = "shift_jis" | "euc-jp" | "iso-2022-jp" | "gbk" | "gb18030" | "big5" | "euc-kr";

const ESCAPE = 0x1b;
/** No character and no escape sequence is longer. */
const LONGEST = 4;

/** Bytes of the character at `at`, whose first byte is 0x80 or above. */
const lengthOf = (bytes: Uint8Array, at: number, coded: Coded): number => {
  const lead = bytes[at] as number;
  if (coded === "shift_jis")
    return lead === 0x80 || lead === 0xa0 || (lead > 0xa0 && lead < 0xe0) || lead > 0xfc ? 1 : 2;
  if (lead === 0x80 || lead === 0xff) return 1;
  if (coded === "euc-jp") return lead === 0x8f ? 3 : lead === 0x8e || lead >= 0xa1 ? 2 : 1;
  const next = bytes[at + 1] ?? 0;
  return coded === "gb18030" && next >= 0x30 && next <= 0x39 ? 4 : 2;
};

/** A trail byte that is a line end or a blank is none: the character before it is torn. */
const isTorn = (bytes: Uint8Array, at: number, length: number): boolean => {
  for (let i = 1; i < length; i++) if ((bytes[at + i] ?? 0x80) < 0x30) return true;
  return false;
};

/** The charsets of East Asia, in which a character takes one to four bytes. */
export const multiByteDecoder = (coded: Coded, places: Places): Decoder => {
  const text = new TextBuilder(places);
  const decoder = new TextDecoder(coded);
  const encoder = new TextEncoder();
  const known = new Map<number, Uint8Array>();
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  /** In ISO-2022-JP, after the escape sequence that calls in characters of two bytes. */
  let shift: Uint8Array | undefined;
  const characterOf = (bytes: Buffer, at: number, length: number): Uint8Array => {
    const key = bytes.readUIntBE(at, length) * 8 + length;
    let character = shift ? undefined : known.get(key);
    if (!character) {
      const raw = bytes.subarray(at, at + length);
      character = encoder.encode(decoder.decode(shift ? Buffer.concat([shift, raw]) : raw));
      if (!shift) known.set(key, character);
    }
    return character;
  };
  return {
    decode(chunk, isLast) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = isLast ? bytes.length : Math.max(0, bytes.length - LONGEST);
      let at = 0;
      while (at < end) {
        const byte = bytes[at] as number;
        if (coded === "iso-2022-jp" && byte === ESCAPE) {
          const sequence = bytes.subarray(at, at + (bytes[at + 1] === 0x24 && bytes[at + 2] === 0x28 ? 4 : 3));
          shift = sequence[1] === 0x24 ? Buffer.from(sequence) : undefined;
          at += sequence.length;
        } else if (shift && byte > 0x20) {
          const length = Math.min(2, bytes.length - at);
          text.add(characterOf(bytes, at, length), offset + at, length);
          at += length;
        } else if (byte < 0x80) {
          let to = at + 1;
          while (to < end && (bytes[to] as number) < 0x80 && bytes[to] !== ESCAPE) to++;
          text.add(bytes.subarray(at, to), offset + at, to - at);
          if (byte === 0x0a) shift = undefined;
          at = to;
        } else {
          const wanted = Math.min(lengthOf(bytes, at, coded), bytes.length - at);
          const length = isTorn(bytes, at, wanted) ? 1 : wanted;
          text.add(characterOf(bytes, at, length), offset + at, length);
          at += length;
        }
      }
      offset += at;
      rest = Buffer.from(bytes.subarray(at));
      return text.take();
    },
  };
};
