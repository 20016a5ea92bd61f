/** A run longer than this is data, not an address. */
const LONGEST = 2048;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;
const EQUALS = 0x3d;

const digitOf = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/** Whether `%` and two hexadecimal digits stand there. */
export const isEncoded = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === PERCENT && digitOf(bytes[at + 1]) >= 0 && digitOf(bytes[at + 2]) >= 0;

/** Signs of a component of a URL (RFC 3986, unreserved), the percent sign and the plus of forms. */
const isPart = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ||
  byte === PERCENT ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x5f ||
  byte === 0x7e ||
  byte === PLUS ||
  byte === 0x40 ||
  byte === 0x3a;

/** Where a percent-encoded value that begins at `from` ends. */
export const encodedEnd = (bytes: Uint8Array, from: number, limit = bytes.length): number => {
  let at = from;
  const stop = Math.min(limit, from + LONGEST);
  while (at < stop && isPart(bytes[at]!)) at += 1;
  return at;
};

export interface Decoded {
  bytes: Uint8Array;
  /** Where each decoded byte begins; one more for the end. */
  places: Uint32Array;
}

/** What a percent-encoded value says. In a form's value a plus is a blank. */
export const decodePercent = (bytes: Uint8Array, from: number, to: number): Decoded => {
  const text = new Uint8Array(to - from);
  const places = new Uint32Array(to - from + 1);
  const isForm = bytes[from - 1] === EQUALS;
  let length = 0;
  for (let at = from; at < to; ) {
    places[length] = at;
    if (isEncoded(bytes, at) && at + 3 <= to) {
      text[length++] = digitOf(bytes[at + 1]) * 16 + digitOf(bytes[at + 2]);
      at += 3;
    } else {
      text[length++] = isForm && bytes[at] === PLUS ? SPACE : bytes[at]!;
      at += 1;
    }
  }
  places[length] = to;
  return { bytes: text.subarray(0, length), places };
};

/** The encoded values of a URL's query and path, between the signs that part them. */
export const encodedValues = (bytes: Uint8Array, from: number, to: number): [from: number, to: number][] => {
  const found: [number, number][] = [];
  for (let at = from; at < to; at += 1) {
    if (!isEncoded(bytes, at)) continue;
    let start = at;
    while (start > from && isPart(bytes[start - 1]!)) start -= 1;
    const end = encodedEnd(bytes, start, to);
    found.push([start, end]);
    at = end;
  }
  return found;
};
