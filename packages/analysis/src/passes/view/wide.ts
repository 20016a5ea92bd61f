import type { Decoder } from "./decode.ts";
import type { Places } from "./places.ts";
import { TextBuilder } from "./text-builder.ts";

const REPLACEMENT = 0xfffd;
const MARK = 0xfeff;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** UTF-16 and UTF-32 of either byte order. A byte order mark at the start is left out. */
export const wideDecoder = (charset: string, places: Places): Decoder => {
  const width = charset.startsWith("utf-32") ? 4 : 2;
  const isBig = charset.endsWith("be");
  const text = new TextBuilder(places);
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  const unitAt = (bytes: Buffer, at: number): number => {
    if (width === 2) return isBig ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
    return isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  };
  return {
    decode(chunk, isLast) {
      const bytes =
        rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      let at = 0;
      while (at + width <= bytes.length) {
        const unit = unitAt(bytes, at);
        let size = width;
        let code = unit;
        if (width === 2 && isHigh(unit)) {
          if (at + 4 > bytes.length && !isLast) break;
          const low = at + 4 <= bytes.length ? unitAt(bytes, at + 2) : 0;
          if (isLow(low)) {
            code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            size = 4;
          } else code = REPLACEMENT;
        } else if (isLow(unit) || unit > 0x10ffff || (width === 4 && isHigh(unit))) code = REPLACEMENT;
        if (code !== MARK || offset + at > 0) text.addCodePoint(code, offset + at, size);
        at += size;
      }
      offset += at;
      rest = Buffer.from(bytes.subarray(at));
      if (isLast && rest.length > 0) text.addCodePoint(REPLACEMENT, offset, rest.length);
      return text.take();
    },
  };
};
