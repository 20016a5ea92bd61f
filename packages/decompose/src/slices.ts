import type { Slice as Place } from "@torrent/core/unstable";
import { concat, NOTHING } from "./bytes.ts";
import { Damage } from "./member.ts";
import { startOf } from "./names.ts";
import type { Encoding } from "./text.ts";

export interface Slice {
  chunks: Uint8Array[];
  /** Where it stands; `undefined` where the text was not cut. */
  place?: Place;
  /** The input is damaged here; the slice holds what came before. */
  failure?: Damage;
}

const LINE_END = 0x0a;
const QUOTE = 0x22;
/** A table's record is no longer than this, or a quote in it is none. */
const RECORD_BYTES = 2 ** 20;

export interface Cuts {
  limit: number;
  overlap: number;
  encoding?: Encoding | undefined;
  records?: boolean;
}

/**
 * Cuts a text into slices of at most `limit` bytes: after the last line end that fits, or, where a line is longer than
 * a slice, at the limit (at the start of a character). Tables are cut between `records`: a line end within quotes is part
 * of a cell. Their own parts, put together, are the input; each holds up to `overlap` bytes of its neighbours besides.
 * Holds one slice.
 */
export async function* slices(
  input: AsyncIterable<Uint8Array>,
  { limit, overlap, encoding, records = false }: Cuts,
): AsyncGenerator<Slice> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let before: Uint8Array = NOTHING;
  let offset = 0;
  let line = 1;
  let index = 0;
  let failure: Damage | undefined;
  const cut = (): Slice => {
    const joined = concat(held);
    const at = joined.length > limit ? cutAt(joined, limit, { encoding, records }) : joined.length;
    const own = joined.subarray(0, at);
    const after = joined.subarray(at, at + overlap);
    const place: Place = {
      index,
      offset: offset - before.length,
      line: line - lineEnds(before, encoding),
      before: before.length,
      after: after.length,
    };
    const chunks = [before, own, after].filter((part) => part.length > 0);
    index++;
    offset += at;
    line += lineEnds(own, encoding);
    before = Buffer.from(lastOf(before, own, overlap));
    held = at < joined.length ? [joined.subarray(at)] : [];
    heldBytes = joined.length - at;
    return { chunks, place };
  };
  try {
    for await (const chunk of input) {
      held.push(chunk);
      heldBytes += chunk.length;
      while (heldBytes > limit + overlap) yield cut();
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    failure = error;
  }
  while (heldBytes > limit) yield cut();
  if (index === 0) yield { chunks: heldBytes > 0 ? held : [NOTHING], ...(failure && { failure }) };
  else if (heldBytes > 0 || failure) yield { ...cut(), ...(failure && { failure }) };
}

const lastOf = (before: Uint8Array, own: Uint8Array, count: number): Uint8Array =>
  own.length >= count ? own.subarray(own.length - count) : concat([before, own]).subarray(-count);

const isWide = (encoding: Encoding | undefined): boolean => encoding === "utf-16le" || encoding === "utf-16be";

const cutAt = (bytes: Uint8Array, limit: number, { encoding, records }: Pick<Cuts, "encoding" | "records">): number => {
  if (encoding?.startsWith("utf-32")) return Math.max(4, limit - (limit % 4));
  if (isWide(encoding)) return wideCut(bytes, limit, encoding === "utf-16le" ? 0 : 1);
  const record = records ? recordEnd(bytes, limit) : -1;
  const end = record >= 0 ? record : bytes.lastIndexOf(LINE_END, limit - 1);
  return end >= 0 ? end + 1 : Math.max(1, startOf(bytes, limit));
};

/** The last line end outside quotes; -1 where it is so far back that some quote was never closed. */
const recordEnd = (bytes: Uint8Array, limit: number): number => {
  let end = -1;
  let quoted = false;
  for (let at = 0; at < limit; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LINE_END && !quoted) end = at;
  }
  return end >= limit - RECORD_BYTES ? end : -1;
};

/** UTF-16: `low` is where the low byte of a unit stands. A surrogate pair is not torn. */
const wideCut = (bytes: Uint8Array, limit: number, low: 0 | 1): number => {
  const even = Math.max(4, limit - (limit % 2));
  for (let at = even - 2; at >= 0; at -= 2)
    if (bytes[at + low] === LINE_END && bytes[at + 1 - low] === 0) return at + 2;
  const isHighSurrogate = (bytes[even - 1 - low]! & 0xfc) === 0xd8;
  return isHighSurrogate ? even - 2 : even;
};

const lineEnds = (bytes: Uint8Array, encoding: Encoding | undefined): number => {
  const low = encoding === "utf-16be" ? 1 : 0;
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1))
    if (!isWide(encoding) || (at % 2 === low && bytes[at + 1 - 2 * low] === 0)) lines++;
  return lines;
};
