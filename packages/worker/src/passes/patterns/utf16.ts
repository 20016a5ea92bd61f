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

async function* transcoded(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  encoding: Encoding,
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  yield encoder.encode(decoder.decode(first, { stream: true }));
  for (let next = await rest.next(); !next.done; next = await rest.next())
    yield encoder.encode(decoder.decode(next.value, { stream: true }));
  yield encoder.encode(decoder.decode());
}

/** The text in UTF-8 where the bytes are UTF-16, told by its mark or by its zeros; undefined for all else. */
export const utf16Of = async (chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> => {
  const iterator = chunks[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < SAMPLE_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  const encoding = encodingOf(first.subarray(0, SAMPLE_BYTES));
  if (encoding) return transcoded(first, iterator, encoding);
  await iterator.return?.();
  return undefined;
};
