import type { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import { concat } from "./bytes.ts";
import type { RandomAccess } from "./member.ts";

const BLOCK_BYTES = 1 << 20;
const BLOCKS = 4;

/**
 * Serves small reads from a few large blocks, because a zip is read in pieces of 46 bytes and up, and every read of
 * the package may be a request over the network.
 */
export class RangeCache extends RandomAccessReader {
  readonly #source: RandomAccess;
  /** Least recently used first. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();
  /** Why reading the source failed; the zip reader's own error only says that it did. */
  failure: { error: unknown } | undefined;

  constructor(source: RandomAccess) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.range(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null, bytes.length);
      },
      (error) => callback(error),
    );
  }

  /** Never called: entries are read by `stream`. */
  override _readStreamForRange(): Readable {
    throw new Error("Entries are not read through the zip reader");
  }

  /** The bytes of a range, fewer where the source ends before. */
  async range(start: number, end: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    const last = Math.min(end, this.#source.bytes);
    for (let at = start; at < last; ) {
      const index = Math.floor(at / BLOCK_BYTES);
      const block = await this.#block(index);
      const part = block.subarray(at - index * BLOCK_BYTES, last - index * BLOCK_BYTES);
      if (part.length === 0) break;
      parts.push(part);
      at += part.length;
    }
    return parts.length === 0 ? new Uint8Array(0) : concat(parts);
  }

  /** A long range goes past the blocks. */
  stream(start: number, end: number): AsyncIterable<Uint8Array> {
    if (end - start > BLOCK_BYTES) return this.#source.read({ start, end });
    const range = () => this.range(start, end);
    return {
      async *[Symbol.asyncIterator]() {
        yield await range();
      },
    };
  }

  #block(index: number): Promise<Uint8Array> {
    const known = this.#blocks.get(index);
    this.#blocks.delete(index);
    const block = known ?? this.#load(index);
    this.#blocks.set(index, block);
    if (this.#blocks.size > BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block;
  }

  async #load(index: number): Promise<Uint8Array> {
    const start = index * BLOCK_BYTES;
    const end = Math.min(start + BLOCK_BYTES, this.#source.bytes);
    try {
      const parts: Uint8Array[] = [];
      for await (const part of this.#source.read({ start, end })) parts.push(part);
      return Buffer.concat(parts);
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
