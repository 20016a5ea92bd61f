export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

/** Control characters that texts do not have: all but tab, line feed, vertical tab, form feed, return, escape. */
const isControl = (byte: number): boolean => byte < 0x20 && !(byte >= 9 && byte <= 13) && byte !== 0x1b;

/** Fewer bytes than this say nothing by having no control character among them. */
const TELLING_BYTES = 32;
/** As many NUL bytes in a row are a hole: a log that was cut while its writer kept the place, a file that was made long beforehand. */
const HOLE_BYTES = 16;

/** How a head of bytes is to be read as text; `undefined` where it is no text. A character cut at its end is let pass. */
export const encodingOf = (head: Uint8Array): Encoding | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (!head.includes(0)) return encodingWithoutNul(head);
  const wide = utf16WithoutMark(head);
  if (wide) return wide;
  const text = withoutNul(head);
  return text && encodingWithoutNul(text);
};

const encodingWithoutNul = (head: Uint8Array): Encoding | undefined => {
  let controls = 0;
  let high = 0;
  for (const byte of head) {
    if (isControl(byte)) controls++;
    if (byte >= 0x80) high++;
  }
  if (isUtf8(head)) return controls * 100 > head.length ? separated(head, controls) : "utf-8";
  // The charsets of Europe have few letters above 0x7f, all others many; none has control characters.
  if (controls * 100 > head.length) return undefined;
  const isText = high * 100 < head.length * 30 ? controls === 0 : controls === 0 && head.length >= TELLING_BYTES;
  return isText || isMostlyUtf8(head, controls) ? "latin1" : undefined;
};

/** Texts whose records or fields end with FS, GS, RS or US (HL7, JSON text sequences, MARC): nothing else is odd about them. */
const separated = (head: Uint8Array, controls: number): Encoding | undefined => {
  let separators = 0;
  let letters = 0;
  for (const byte of head) {
    if (byte >= 0x1c && byte <= 0x1f) separators++;
    else if (byte >= 0x20) letters++;
  }
  return separators === controls && separators * 4 < letters ? "utf-8" : undefined;
};

/** UTF-8 with a few damaged bytes in it. */
const isMostlyUtf8 = (head: Uint8Array, controls: number): boolean => {
  const damaged = new TextDecoder().decode(head, { stream: true }).split("\ufffd").length - 1;
  return damaged * 50 < head.length && controls * 500 < head.length;
};

/**
 * A text without the NUL bytes in it, where they are few, a hole, or what its words are separated by (`find -print0`, the
 * environment of a process); `undefined` where the bytes are no text.
 */
export const withoutNul = (head: Uint8Array): Uint8Array | undefined => {
  const text = head.filter((byte) => byte !== 0);
  if (text.length === 0) return undefined;
  let runs = 0;
  let inHoles = 0;
  for (let at = head.indexOf(0); at >= 0; ) {
    let end = at;
    while (head[end] === 0) end++;
    runs++;
    if (end - at >= HOLE_BYTES) inHoles += end - at;
    at = head.indexOf(0, end);
  }
  const scattered = head.length - text.length - inHoles;
  const isText = text.every((byte) => !isControl(byte) && byte !== 0x7f);
  // Words of the machine are short and have a NUL or several behind each.
  return isText && (scattered * 100 <= text.length || text.length >= 8 * runs) ? text : undefined;
};

/** In UTF-16 of a mostly Latin text, nearly every second byte is zero, and always on the same side. */
const utf16WithoutMark = (head: Uint8Array): Encoding | undefined => {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at & 1]!++;
  const pairs = head.length / 2;
  for (const side of [0, 1] as const) {
    if (zeros[side]! < pairs * 0.7 || zeros[1 - side]! > 0) continue;
    for (let at = 1 - side; at < head.length; at += 2) if (head[at ^ 1] === 0 && isControl(head[at]!)) return undefined;
    return side === 1 ? "utf-16le" : "utf-16be";
  }
  return undefined;
};

const isUtf8 = (head: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
};

export const decode = (head: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(head, { stream: true });
