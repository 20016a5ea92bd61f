import type { Decoder } from "./decode.ts";
import type { Places } from "./places.ts";
import { TextBuilder } from "./text-builder.ts";

/** IBM's old code pages, which no decoder of the platform knows: the upper half of each. */
const codePages: Record<string, string> = {
  ibm437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  ibm850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
};

/** The code points of a charset's 256 bytes. */
export const codePointsOf = (charset: string): Uint32Array => {
  const page = codePages[charset];
  const points = new Uint32Array(256);
  for (let byte = 0; byte < 128; byte++) points[byte] = byte;
  if (page) for (let i = 0; i < 128; i++) points[128 + i] = page.codePointAt(i) ?? 0xfffd;
  else {
    const decoder = new TextDecoder(charset);
    for (let byte = 128; byte < 256; byte++)
      points[byte] = decoder.decode(Uint8Array.of(byte)).codePointAt(0) ?? 0xfffd;
  }
  return points;
};

/** ISO 8859, the Windows code pages, KOI8, Mac: one byte a character. */
export const singleByteDecoder = (charset: string, places: Places): Decoder => {
  const points = codePointsOf(charset);
  const text = new TextBuilder(places);
  let offset = 0;
  return {
    decode(chunk) {
      for (let at = 0; at < chunk.length; ) {
        let end = at;
        while (end < chunk.length && (chunk[end] as number) < 0x80) end++;
        if (end > at) {
          text.add(chunk.subarray(at, end), offset + at, end - at);
          at = end;
        } else {
          text.addCodePoint(points[chunk[at] as number] as number, offset + at, 1);
          at++;
        }
      }
      offset += chunk.length;
      return text.take();
    },
  };
};
