/** Classes of bytes, as bits. A token is a run of the first nine. */
export const DIGIT = 1;
/** a–f, A–F */
export const HEX = 2;
/** g–z, G–Z */
export const ALPHA = 4;
/** Part of a letter outside ASCII, in UTF-8 (or in Latin-1). */
export const HIGH = 8;
export const UNDER = 16;
export const DOT = 32;
export const DASH = 64;
export const AT = 128;
export const PLUS = 256;
export const TOKEN = 511;
/** A token may begin here. */
export const START = 512;
/** Not part of a token, but an entity may begin here. */
export const MARK = 1024;

const build = (): Uint16Array => {
  const table = new Uint16Array(256);
  const set = (from: number, to: number, bits: number): void => {
    for (let byte = from; byte <= to; byte += 1) table[byte] = (table[byte] ?? 0) | bits;
  };
  set(0x30, 0x39, DIGIT | START);
  for (const base of [0x41, 0x61]) {
    set(base, base + 5, HEX | START);
    set(base + 6, base + 25, ALPHA | START);
  }
  set(0x5f, 0x5f, UNDER | START);
  set(0x2e, 0x2e, DOT | MARK);
  set(0x2d, 0x2d, DASH);
  set(0x40, 0x40, AT);
  set(0x2b, 0x2b, PLUS | MARK);
  // UTF-8: letters begin with C3–F4, but C2, E2, EF and F0 begin punctuation, symbols, full-width forms and emoji.
  set(0x80, 0xbf, HIGH);
  set(0xc3, 0xf4, HIGH | START);
  for (const lead of [0xe2, 0xef, 0xf0]) table[lead] = 0;
  for (const mark of [..."/\\~$(:["].map((char) => char.charCodeAt(0)).concat(0xc2, 0xe2)) table[mark] = MARK;
  return table;
};

export const classOf: Uint16Array = build();

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

export const isWord = (byte: number | undefined): boolean =>
  byte !== undefined && ((classOf[byte] ?? 0) & (DIGIT | HEX | ALPHA | HIGH | UNDER)) !== 0;

const UPPER_TO_LOWER = 0x20;

/** Whether the bytes at `at` spell the lower-case ASCII word, in any case. */
export const spells = (bytes: Uint8Array, at: number, word: string): boolean => {
  if (at < 0) return false;
  for (let i = 0; i < word.length; i += 1)
    if (((bytes[at + i] ?? 0) | UPPER_TO_LOWER) !== word.charCodeAt(i)) return false;
  return true;
};

export const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 32) >= 0x61 && (byte | 32) <= 0x7a;
export const isUpper = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;
