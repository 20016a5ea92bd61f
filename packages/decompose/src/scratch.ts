import { createHash, randomUUID } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { concat } from "./bytes.ts";
import type { Stored } from "./member.ts";
import { Damage } from "./member.ts";

/** A piece up to this size stays in memory, while all of them together stay below `MEMORY_BYTES`. */
const SMALL_BYTES = 1 << 20;
const MEMORY_BYTES = 32 << 20;
const READ_BYTES = 256 << 10;

/**
 * Where bytes wait until the consumer has taken them. A scratch file loses its name as soon as it is open, so that
 * whatever happens to this process, nothing of it stays behind.
 */
export class Scratch {
  readonly #dir: string;
  readonly #open = new Set<FileHandle>();
  #held = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  spool(): Spool {
    return new Spool(this);
  }

  /** Puts a stream aside. Damaged content is kept as far as it goes; every other failure is thrown. */
  async store(content: AsyncIterable<Uint8Array>): Promise<{ stored: Stored; damage?: Damage }> {
    const spool = this.spool();
    try {
      for await (const chunk of content) await spool.write(chunk);
    } catch (error) {
      if (error instanceof Damage) return { stored: await spool.finish(), damage: error };
      await spool.abandon();
      throw error;
    }
    return { stored: await spool.finish() };
  }

  fits(bytes: number): boolean {
    return bytes <= SMALL_BYTES && this.#held + bytes <= MEMORY_BYTES;
  }

  hold(bytes: number): void {
    this.#held += bytes;
  }

  async file(): Promise<FileHandle> {
    await mkdir(this.#dir, { recursive: true });
    const path = join(this.#dir, `scratch-${randomUUID()}`);
    const handle = await open(path, "wx+", 0o600);
    this.#open.add(handle);
    await unlink(path);
    return handle;
  }

  async close(handle: FileHandle): Promise<void> {
    if (this.#open.delete(handle)) await handle.close();
  }

  /** Frees everything, released or not. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#open].map((handle) => this.close(handle)));
  }
}

/** Collects one piece: in memory while it is small, then in a scratch file. */
export class Spool {
  readonly #scratch: Scratch;
  readonly #hash = createHash("sha256");
  #parts: Uint8Array[] = [];
  #pending = 0;
  #bytes = 0;
  #file: FileHandle | undefined;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#parts.push(chunk);
    this.#pending += chunk.length;
    this.#bytes += chunk.length;
    if (this.#pending >= SMALL_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    this.#file ??= await this.#scratch.file();
    const block = concat(this.#parts);
    this.#parts = [];
    this.#pending = 0;
    for (let at = 0; at < block.length; ) at += (await this.#file.write(block, at, block.length - at)).bytesWritten;
  }

  async finish(): Promise<Stored> {
    const bytes = this.#bytes;
    const sha256 = this.#hash.digest("hex");
    if (!this.#file && this.#scratch.fits(bytes)) return this.#inMemory(Buffer.concat(this.#parts), sha256);
    if (this.#pending > 0 || !this.#file) await this.#flush();
    const file = this.#file!;
    return {
      bytes,
      sha256,
      read: (range) => readFile(file, range?.start ?? 0, Math.min(range?.end ?? bytes, bytes)),
      release: () => this.#scratch.close(file),
    };
  }

  #inMemory(whole: Uint8Array, sha256: string): Stored {
    const scratch = this.#scratch;
    const bytes = whole.length;
    scratch.hold(bytes);
    let kept: Uint8Array | undefined = whole;
    return {
      bytes,
      sha256,
      async *read(range) {
        if (!kept) throw new Error("The piece was read after its release");
        const part = kept.subarray(range?.start ?? 0, range?.end ?? bytes);
        if (part.length > 0) yield part;
      },
      async release() {
        if (kept) scratch.hold(-bytes);
        kept = undefined;
      },
    };
  }

  async abandon(): Promise<void> {
    this.#parts = [];
    if (this.#file) await this.#scratch.close(this.#file);
  }
}

async function* readFile(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw new Error("A scratch file is shorter than what was written to it");
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
