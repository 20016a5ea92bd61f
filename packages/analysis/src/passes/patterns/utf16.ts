import type { Own } from "./scan.ts";

/** How much of the beginning is looked at. */
const SAMPLE_BYTES = 4096;

/** The share of zero bytes at even or odd places above which a text without a mark is taken for UTF-16. */
const ZERO_SHARE = 0.4;

type Encoding = "utf-16le" | "utf-16be";

const encodingOf = (sample: Uint8Array): Encoding | undefined => {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const pairs = sample.length >> 1;
  if (pairs < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (sample[2 * i] === 0) even += 1;
    if (sample[2 * i + 1] === 0) odd += 1;
  }
  if (odd > ZERO_SHARE * pairs && even < 0.01 * pairs) return "utf-16le";
  if (even > ZERO_SHARE * pairs && odd < 0.01 * pairs) return "utf-16be";
  return undefined;
};

const encoder = new TextEncoder();

async function* chunksOf(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** `own` is told the places in the text of the component's own part, as soon as the text has come so far. */
async function* transcoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  { from, to }: Own,
  own: Own,
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  let at = 0;
  let made = 0;
  for await (const chunk of chunks)
    for (let taken = 0; taken < chunk.length; ) {
      const border = at < from ? from : at < to ? to : Number.POSITIVE_INFINITY;
      const part = chunk.subarray(taken, taken + border - at);
      const text = encoder.encode(decoder.decode(part, { stream: true }));
      taken += part.length;
      at += part.length;
      made += text.length;
      if (at === from) Object.assign(own, { from: made, offset: -made });
      if (at === to) own.to = made;
      yield text;
    }
  yield encoder.encode(decoder.decode());
}

export interface Transcoded {
  text: AsyncIterable<Uint8Array>;
  /** Places count from the text of the component's own part. */
  own: Own;
}

/** The text in UTF-8 where the bytes are UTF-16, told by its mark or by its zeros; undefined for all else. */
export const utf16Of = async (chunks: AsyncIterable<Uint8Array>, part: Own): Promise<Transcoded | undefined> => {
  const iterator = chunks[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < SAMPLE_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  const encoding = encodingOf(first.subarray(0, SAMPLE_BYTES));
  if (encoding) {
    const own = { from: 0, to: Number.POSITIVE_INFINITY, offset: 0, line: part.line };
    return { own, text: transcoded(chunksOf(first, iterator), encoding, part, own) };
  }
  await iterator.return?.();
  return undefined;
};
