import { Damage } from "./member.ts";

export const NOTHING = new Uint8Array(0);

export const concat = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 ? parts[0]! : Buffer.concat(parts);

/** An iterable of nothing, or of one chunk. */
export async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  if (chunk.length > 0) yield chunk;
}

export const drain = async (content: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of content);
};

/**
 * Pulls exact numbers of bytes out of a stream. It never reads ahead of what was asked for by more than one chunk, and
 * hands out every byte before it reports the stream's failure, so that torn input gives the same bytes each time.
 */
export class ByteReader {
  readonly #input: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = NOTHING;
  #failure: { error: unknown } | undefined;
  #ended = false;
  /** Bytes handed out so far. */
  position = 0;

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** The next bytes, at most `limit` and at least one; `undefined` at the end. */
  async next(limit: number): Promise<Uint8Array | undefined> {
    while (this.#chunk.length === 0 && !this.#ended) await this.#pull();
    if (this.#chunk.length === 0) {
      if (this.#failure) throw this.#failure.error;
      return undefined;
    }
    const taken = this.#chunk.subarray(0, limit);
    this.#chunk = this.#chunk.subarray(taken.length);
    this.position += taken.length;
    return taken;
  }

  async #pull(): Promise<void> {
    try {
      const { done, value } = await this.#input.next();
      if (done) this.#ended = true;
      else this.#chunk = value;
    } catch (error) {
      this.#ended = true;
      this.#failure = { error };
    }
  }

  /** Exactly `count` bytes, or fewer if the input ends or is damaged there; its damage is thrown by the next call. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    try {
      while (missing > 0) {
        const part = await this.next(missing);
        if (!part) break;
        parts.push(part);
        missing -= part.length;
      }
    } catch (error) {
      if (parts.length === 0 || !(error instanceof Damage)) throw error;
    }
    return parts.length === 0 ? NOTHING : concat(parts);
  }

  /** The next `count` bytes as a stream; throws {@link Damage} if the input ends before. */
  async *stream(count: number): AsyncGenerator<Uint8Array> {
    let missing = count;
    while (missing > 0) {
      const part = await this.next(missing);
      if (!part) throw new Damage("truncated-archive", `The archive ends ${missing} of ${count} bytes early`);
      missing -= part.length;
      yield part;
    }
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    for (let part = await this.next(Infinity); part; part = await this.next(Infinity)) yield part;
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#chunk = NOTHING;
    await this.#input.return?.();
  }
}

/**
 * The first bytes of a stream, and the whole stream again. Damage of the input comes at its place in `content`; any other
 * failure is thrown at once, because nothing can be told from the bytes that are missing.
 */
export const peek = async (
  input: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ head: Uint8Array; content: AsyncGenerator<Uint8Array> }> => {
  const reader = new ByteReader(input);
  let head: Uint8Array = NOTHING;
  let damage: Damage | undefined;
  try {
    head = await reader.take(count);
  } catch (error) {
    if (!(error instanceof Damage)) {
      await reader.close();
      throw error;
    }
    damage = error;
  }
  const content = async function* () {
    try {
      if (head.length > 0) yield head;
      if (damage) throw damage;
      yield* reader.rest();
    } finally {
      await reader.close();
    }
  };
  return { head, content: content() };
};
