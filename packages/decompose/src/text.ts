export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

/** Control characters that texts do not have: all but tab, line feed, vertical tab, form feed, return, escape. */
const isControl = (byte: number): boolean => byte < 0x20 && !(byte >= 9 && byte <= 13) && byte !== 0x1b;

/** How a head of bytes is to be read as text; `undefined` where it is no text. A character cut at its end is let pass. */
export const encodingOf = (head: Uint8Array): Encoding | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.includes(0)) return utf16WithoutMark(head);
  let controls = 0;
  let high = 0;
  for (const byte of head) {
    if (isControl(byte)) controls++;
    if (byte >= 0x80) high++;
  }
  if (controls * 100 > head.length) return undefined;
  if (isUtf8(head)) return "utf-8";
  return controls === 0 && high * 100 < head.length * 30 ? "latin1" : undefined;
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
