import type { RandomAccess } from "./member.ts";
import type { RangeCache } from "./range-cache.ts";

/** Signatures of the zip format (APPNOTE 4.3). */
const ENTRY = 0x02014b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END_64_BYTES = 56;
/** How far before the last byte the end of a zip may stand: the longest comment, and as much again for what follows it many times over. */
const TAIL_BYTES = 1 << 20;

/** Where a zip stands in bytes that hold more than it. */
export interface Bounds {
  start: number;
  end: number;
}

const positionsOf = function* (tail: Buffer): Generator<number> {
  const mark = Buffer.from("PK\x05\x06", "latin1");
  for (let at = tail.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(mark, at - 1))
    if (at + END_BYTES <= tail.length) yield at;
};

/**
 * Finds the zip in bytes that stand before it (a program that unpacks itself, what a proxy put there) or behind it (padding,
 * a signature). `undefined` where there is none whose directory stands before its end record.
 */
export const zipBounds = async (source: RandomAccess, cache: RangeCache): Promise<Bounds | undefined> => {
  const from = Math.max(0, source.bytes - TAIL_BYTES);
  const tail = Buffer.from(await cache.range(from, source.bytes));
  let tries = 0;
  for (const at of positionsOf(tail)) {
    if (++tries > 64) return undefined;
    const found = await boundsAt(tail, at, from, cache);
    if (found) return found;
  }
  return undefined;
};

const boundsAt = async (tail: Buffer, at: number, from: number, cache: RangeCache): Promise<Bounds | undefined> => {
  const end = from + at + END_BYTES + tail.readUInt16LE(at + 20);
  if (end > from + tail.length) return undefined;
  let directoryEnd = from + at;
  let size = tail.readUInt32LE(at + 12);
  let offset = tail.readUInt32LE(at + 16);
  let entries = tail.readUInt16LE(at + 10);
  const locator = at - LOCATOR_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64) {
    const place = from + locator - END_64_BYTES;
    const record = Buffer.from(await cache.range(Math.max(0, place), place + END_64_BYTES));
    if (record.length === END_64_BYTES && record.readUInt32LE(0) === END_64) {
      entries = Number(record.readBigUInt64LE(32));
      size = Number(record.readBigUInt64LE(40));
      offset = Number(record.readBigUInt64LE(48));
      directoryEnd = place;
    }
  }
  const directory = directoryEnd - size;
  const start = directory - offset;
  if (start < 0 || directory < 0) return undefined;
  if (entries === 0) return { start, end };
  const first = Buffer.from(await cache.range(directory, directory + 4));
  return first.length === 4 && first.readUInt32LE(0) === ENTRY ? { start, end } : undefined;
};

/** A part of the bytes as if it were all. */
export const windowOf = (source: RandomAccess, { start, end }: Bounds): RandomAccess => ({
  bytes: end - start,
  read: (range) => source.read({ start: start + (range?.start ?? 0), end: Math.min(end, start + (range?.end ?? end)) }),
});
