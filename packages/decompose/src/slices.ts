import { concat, NOTHING } from "./bytes.ts";
import { Damage } from "./member.ts";
import { startOf } from "./names.ts";
import type { Encoding } from "./text.ts";

export interface Slice {
  chunks: Uint8Array[];
  offset: number;
  /** Nothing came before and nothing comes after: the text was not cut. */
  whole: boolean;
  /** The input is damaged here; the slice holds what came before. */
  failure?: Damage;
}

/**
 * Cuts a text into slices of at most `limit` bytes: after the last line end that fits, or, where a line is longer than
 * a slice, at the limit (at the start of a character). Their bytes, put together, are the input's. Holds one slice.
 */
export async function* slices(
  input: AsyncIterable<Uint8Array>,
  limit: number,
  encoding?: Encoding,
): AsyncGenerator<Slice> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let offset = 0;
  let failure: Damage | undefined;
  try {
    for await (const chunk of input) {
      held.push(chunk);
      heldBytes += chunk.length;
      while (heldBytes > limit) {
        const joined = concat(held);
        const at = cutAt(joined, limit, encoding);
        yield { chunks: [joined.subarray(0, at)], offset, whole: false };
        offset += at;
        held = at < joined.length ? [joined.subarray(at)] : [];
        heldBytes = joined.length - at;
      }
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    failure = error;
  }
  if (heldBytes > 0 || offset === 0 || failure)
    yield { chunks: held.length > 0 ? held : [NOTHING], offset, whole: offset === 0, ...(failure && { failure }) };
}

const LINE_END = 0x0a;

const cutAt = (bytes: Uint8Array, limit: number, encoding: Encoding | undefined): number => {
  if (encoding === "utf-16le" || encoding === "utf-16be") return wideCut(bytes, limit, encoding === "utf-16le" ? 0 : 1);
  const end = bytes.lastIndexOf(LINE_END, limit - 1);
  return end >= 0 ? end + 1 : Math.max(1, startOf(bytes, limit));
};

/** UTF-16: `low` is where the low byte of a unit stands. A surrogate pair is not torn. */
const wideCut = (bytes: Uint8Array, limit: number, low: 0 | 1): number => {
  const even = Math.max(4, limit - (limit % 2));
  for (let at = even - 2; at >= 0; at -= 2)
    if (bytes[at + low] === LINE_END && bytes[at + 1 - low] === 0) return at + 2;
  const isHighSurrogate = (bytes[even - 1 - low]! & 0xfc) === 0xd8;
  return isHighSurrogate ? even - 2 : even;
};
