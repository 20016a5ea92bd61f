import { encodingOf, withoutNul } from "@torrent/decompose";
import { legacyCharset } from "./legacy-charset.ts";

/** How the bytes of a text are to be read. `utf-8` covers ASCII. */
export interface Charset {
  /** A label that `TextDecoder` knows. */
  name: string;
  /** Bytes of the byte order mark. */
  bom: number;
}

const boms: readonly [string, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Without its last character where the sample ends within it. */
const wholeCharacters = (head: Uint8Array): Uint8Array => {
  for (let back = 1; back <= Math.min(3, head.length); back++) {
    const byte = head[head.length - back] as number;
    if (byte < 0x80) return head;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? head.subarray(0, head.length - back) : head;
    }
  }
  return head;
};

const isUtf8 = (head: Uint8Array, isWhole: boolean): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(isWhole ? head : wholeCharacters(head));
    return true;
  } catch {
    return false;
  }
};

/** UTF-16 without a mark: in texts of most scripts nearly every other byte is zero, always on the same side. */
const utf16Without = (head: Uint8Array): string | undefined => {
  if (head.length < 8) return undefined;
  const zeros = [0, 0];
  const pairs = head.length >> 1;
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) zeros[i & 1]!++;
  const [even, odd] = zeros as [number, number];
  if (odd > pairs * 0.4 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
};

/** Two bytes are a weak mark (some audio begins so): what follows must be well-formed UTF-16, which noise is not. */
const isMarked = (head: Uint8Array, name: string, bom: readonly number[]): boolean => {
  if (!bom.every((byte, i) => head[i] === byte)) return false;
  if (name === "utf-8") return true;
  try {
    new TextDecoder(name, { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** The charset that a byte order mark states. */
export const markedCharset = (head: Uint8Array): Charset | undefined => {
  const marked = boms.find(([name, bom]) => isMarked(head, name, bom));
  return marked && { name: marked[0], bom: marked[1].length };
};

/** UTF-32 has two zeros in every character of every script. */
const utf32 = (head: Uint8Array): Charset | undefined => {
  if (head.length < 8) return undefined;
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length - (head.length % 4));
  const isText = (read: (at: number) => number): boolean => {
    for (let at = 0; at < bytes.length; at += 4) {
      const code = read(at);
      if (code > 0x10ffff || code < 9 || (code >= 14 && code < 32 && code !== 27)) return false;
    }
    return true;
  };
  const isLittle = isText((at) => bytes.readUInt32LE(at));
  if (!isLittle && !isText((at) => bytes.readUInt32BE(at))) return undefined;
  const first = isLittle ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0);
  return { name: isLittle ? "utf-32le" : "utf-32be", bom: first === 0xfeff ? 4 : 0 };
};

/** ISO-2022-JP: seven bits, and escape sequences that call in Japanese and ASCII by turns. */
const isJapaneseMail = (head: Uint8Array): boolean => {
  if (!head.includes(0x1b) || head.some((byte) => byte >= 0x80)) return false;
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString("latin1");
  return /\x1b\$[@B](?:[\x21-\x7e]{2})+(?:\x1b\([BJ]|$)/.test(text);
};

/** UTF-8 of which some bytes are damaged is still UTF-8 where more of its characters are whole than not. */
const isDamagedUtf8 = (head: Uint8Array): boolean => {
  const text = new TextDecoder().decode(wholeCharacters(head));
  let whole = 0;
  let damaged = 0;
  for (const character of text) {
    if (character === "\ufffd") damaged++;
    else if (character > "\x7f") whole++;
  }
  return whole > damaged;
};

/** The charset of a text, or `undefined` where the bytes are no text. */
export const charsetOf = async (head: Uint8Array, isWhole: boolean): Promise<Charset | undefined> => {
  const wide = utf32(head);
  if (wide) return wide;
  const marked = markedCharset(head);
  if (marked) return marked;
  const utf16 = utf16Without(head);
  if (utf16) return { name: utf16, bom: 0 };
  if (encodingOf(isWhole ? head : wholeCharacters(head)) === undefined) return undefined;
  const text = head.includes(0) ? withoutNul(head) : head;
  if (!text) return undefined;
  if (isJapaneseMail(text)) return { name: "iso-2022-jp", bom: 0 };
  if (isUtf8(text, isWhole) || isDamagedUtf8(text)) return { name: "utf-8", bom: 0 };
  return { name: await legacyCharset(text), bom: 0 };
};
