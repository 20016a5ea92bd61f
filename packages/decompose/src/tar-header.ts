import { Damage } from "./member.ts";

export const BLOCK = 512;
/** No system has longer paths; the rest of a longer one is left out. */
export const NAME_BYTES = 1 << 15;

/** One header block of a tar archive (POSIX.1-1988 ustar, and GNU's variants of it). */
export interface TarHeader {
  name: Uint8Array;
  type: string;
  bytes: number;
  link: Uint8Array;
  /** GNU sparse: more of the map follows this block. */
  sparseMapGoesOn: boolean;
}

const field = (block: Uint8Array, start: number, length: number): Uint8Array => {
  const end = block.indexOf(0, start);
  return block.subarray(start, end < 0 || end > start + length ? start + length : end);
};

/** Octal digits, or GNU's base-256 where the first bit is set. */
const number = (block: Uint8Array, start: number, length: number): number => {
  if (block[start]! & 0x80) {
    let value = block[start]! & 0x7f;
    for (const byte of block.subarray(start + 1, start + length)) value = value * 256 + byte;
    return value;
  }
  const digits = Buffer.from(field(block, start, length))
    .toString("latin1")
    .trim();
  return digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
};

export const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** The sum of all bytes with the checksum field read as spaces; some old writers summed signed bytes. */
export const checksumHolds = (block: Uint8Array): boolean => {
  if (block.length < BLOCK) return false;
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (let at = 0; at < BLOCK; at++) {
    if (at >= 148 && at < 156) continue;
    unsigned += block[at]!;
    signed += (block[at]! << 24) >> 24;
  }
  const stated = number(block, 148, 8);
  return stated > 0 && (stated === unsigned || stated === signed);
};

const USTAR = Buffer.from("ustar\0");

export const parseHeader = (block: Uint8Array): TarHeader => {
  if (!checksumHolds(block)) throw new Damage("damaged-archive", "A header of the tar archive is damaged");
  const bytes = number(block, 124, 12);
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new Damage("damaged-archive", "A header of the tar archive states an impossible size");
  const name = field(block, 0, 100);
  const prefix = USTAR.equals(block.subarray(257, 263)) ? field(block, 345, 155) : block.subarray(0, 0);
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from("/"), name]) : Buffer.from(name),
    type: block[156] === 0 ? "0" : String.fromCharCode(block[156]!),
    bytes,
    link: Buffer.from(field(block, 157, 100)),
    sparseMapGoesOn: block[156] === 0x53 && block[482] !== 0,
  };
};

/** With this PAX record a sender says that a file could not be read, and why. */
export const UNREADABLE_RECORD = "TORRENT.error";

/** The records that are used; a header may hold any number of others. */
const USED = ["path", "linkpath", "size", UNREADABLE_RECORD].map((key) => ({ key, bytes: Buffer.from(key) }));
const LONGEST_LENGTH = 8;
const SPACE = 0x20;
const EQUALS = 0x3d;
const LINE_END = 0x0a;

const usedKey = (body: Uint8Array, from: number, to: number): string | undefined =>
  USED.find(({ bytes }) => bytes.length === to - from && bytes.every((byte, at) => body[from + at] === byte))?.key;

/** The decimal number that a record begins with, and where it ends; `undefined` where there is none. */
const lengthAt = (body: Uint8Array, at: number): { length: number; space: number } | undefined => {
  let length = 0;
  let place = at;
  for (; place < at + LONGEST_LENGTH && body[place] !== SPACE; place++) {
    const digit = (body[place] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return body[place] === SPACE && place > at ? { length, space: place } : undefined;
};

/** Records of a PAX header: `<length> <key>=<value>\n` (POSIX.1-2001); values stay bytes, since names may be anything. */
export const parsePax = (body: Uint8Array): Map<string, Uint8Array> => {
  const records = new Map<string, Uint8Array>();
  for (let at = 0; at < body.length; ) {
    const start = lengthAt(body, at);
    const end = at + (start?.length ?? 0);
    let equals = (start?.space ?? at) + 1;
    while (equals < end && body[equals] !== EQUALS) equals++;
    if (!start || equals >= end || end > body.length || body[end - 1] !== LINE_END) {
      if (isZero(body.subarray(at))) break;
      throw new Damage("damaged-archive", "A PAX header of the tar archive is damaged");
    }
    const key = usedKey(body, start.space + 1, equals);
    // Copied, so that the header itself is not held for the sake of one record.
    if (key) records.set(key, Uint8Array.from(body.subarray(equals + 1, Math.min(end - 1, equals + 1 + NAME_BYTES))));
    at = end;
  }
  return records;
};
