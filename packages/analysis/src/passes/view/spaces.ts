import { type Edit, type Editor, LOOK_BEHIND } from "./edited.ts";

const NOTHING = new Uint8Array(0);
const SPACE = Buffer.from(" ");
const HYPHEN = Buffer.from("-");

/** What a character reads as where it only spaces, hides or reorders; `undefined` for all others. */
export const plainOf = (code: number): string | undefined => {
  if (code === 0xa0 || code === 0x85 || code === 0x3000 || code === 0x202f || code === 0x205f) return " ";
  if ((code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029) return " ";
  if (code === 0x2010 || code === 0x2011) return "-";
  if (code === 0xad || code === 0x200b || code === 0xfeff || code === 0x200e || code === 0x200f) return "";
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069)) return "";
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : undefined;
};

const codeAt = (bytes: Buffer, at: number): { code: number; length: number } => {
  const lead = bytes[at] as number;
  const second = (bytes[at + 1] ?? 0) & 0x3f;
  if (lead < 0xe0) return { code: ((lead & 0x1f) << 6) | second, length: 2 };
  return { code: ((lead & 0x0f) << 12) | (second << 6) | ((bytes[at + 2] ?? 0) & 0x3f), length: 3 };
};

const byText = new Map<string, Uint8Array>([
  ["", NOTHING],
  [" ", SPACE],
  ["-", HYPHEN],
]);

const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

/** No-break and other wide spaces, invisible characters, full-width forms: what a reader takes for a space, nothing or ASCII. */
export const spaces: Editor = {
  marks: [
    bytesOf(0xc2, 0xa0),
    bytesOf(0xc2, 0xad),
    bytesOf(0xe2, 0x80),
    bytesOf(0xe2, 0x81),
    bytesOf(0xe3, 0x80, 0x80),
    bytesOf(0xef, 0xbb, 0xbf),
    bytesOf(0xef, 0xbc),
    bytesOf(0xef, 0xbd),
  ],
  edit(bytes, at): Edit {
    const { code, length } = codeAt(bytes, at);
    const plain = plainOf(code);
    return plain === undefined ? length : { length, by: byText.get(plain) ?? Buffer.from(plain) };
  },
};

/** NUL bytes of a log that was cut while it was written to, and the separators FS, GS, RS and US. */
export const separators: Editor = {
  marks: [0x00, 0x1c, 0x1d, 0x1e, 0x1f].map((byte) => bytesOf(byte)),
  edit(bytes, at): Edit {
    let end = at + 1;
    while (end - at < LOOK_BEHIND && bytes[end] === bytes[at]) end++;
    return { length: end - at, by: SPACE };
  },
};
