import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, readlink } from "node:fs/promises";
import { TerminalError } from "@torrent/core/unstable";
import tar from "tar-stream";
import { messageOf } from "./member.ts";
import { UNREADABLE_RECORD } from "./tar-header.ts";
import type { Found } from "./walk.ts";
import { entriesOf, walk } from "./walk.ts";

const READ_BYTES = 256 << 10;
/** The same for every entry, so that the same contents give the same bytes. */
const EPOCH = new Date(0);

/**
 * A folder as one tar stream that depends on names and contents only: sorted by name, no times, owners or modes. Links
 * and devices are named, never followed or opened. What cannot be read becomes an empty entry that says why, and so a
 * failed component; a root that cannot be read throws a `TerminalError` `unreadable-folder`.
 */
export async function* packFolder(dir: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<Uint8Array> {
  const root = Buffer.from(dir);
  const entries = await entriesOf(root).catch((error) => {
    throw new TerminalError(
      "unreadable-folder",
      `The folder "${dir}" cannot be read (${messageOf(error)}): check that it exists and that you may read it`,
      { cause: error },
    );
  });
  const pack = tar.pack();
  const packAll = async (): Promise<void> => {
    for await (const found of walk(root, entries)) {
      options.signal?.throwIfAborted();
      await packOne(pack, found);
    }
    pack.finalize();
  };
  const packing = packAll().catch((error) => pack.destroy(error));
  try {
    yield* pack as unknown as AsyncIterable<Uint8Array>;
  } finally {
    pack.destroy();
    await packing;
  }
}

const packOne = async (pack: tar.Pack, found: Found): Promise<void> => {
  const { name, kind } = found;
  if (found.failure) return unreadable(pack, `${name}/`, found.failure);
  switch (kind) {
    case "link":
      return add(pack, { name, type: "symlink", linkname: (await readlink(found.path, "buffer")).toString() });
    case "pipe":
      return add(pack, { name, type: "fifo" });
    case "character-device":
    case "block-device":
      return add(pack, { name, type: kind });
    case "socket":
      return unreadable(pack, name, new Error("it is a socket"));
    default:
      return packFile(pack, found);
  }
};

const unreadable = (pack: tar.Pack, name: string, error: unknown): Promise<void> =>
  add(pack, { name, pax: { [UNREADABLE_RECORD]: `The file could not be read: ${messageOf(error)}` } });

const add = (pack: tar.Pack, header: Partial<tar.Header> & { name: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    pack.entry({ ...header, mtime: EPOCH, size: 0 }, "", done);
  });

/** Neither follows a link that took the file's place, nor waits for the writer of a pipe. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const packFile = async (pack: tar.Pack, { name, path }: Found): Promise<void> => {
  let file: FileHandle;
  try {
    file = await open(path, FLAGS);
  } catch (error) {
    return unreadable(pack, name, error);
  }
  try {
    const { size } = await file.stat();
    const failure = await copy(pack, name, file, size);
    if (failure) await unreadable(pack, name, failure);
  } finally {
    await file.close();
  }
};

/** The header has promised `size` bytes: what cannot be read of them is filled up with zeros, and the reason returned. */
const copy = async (pack: tar.Pack, name: string, file: FileHandle, size: number): Promise<Error | undefined> => {
  let failure: Error | undefined;
  const settled = Promise.withResolvers<unknown>();
  const entry = pack.entry({ name, mtime: EPOCH, size }, (error) =>
    error ? settled.reject(error) : settled.resolve(undefined),
  );
  settled.promise.catch(() => {});
  for (let at = 0; at < size; ) {
    const block = Buffer.alloc(Math.min(READ_BYTES, size - at));
    const read = failure ? block.length : await readInto(block, file, at).catch((error: Error) => error);
    if (read === 0) failure = new Error("it became shorter while it was read");
    else if (read instanceof Error) failure = read;
    const bytes = typeof read === "number" && read > 0 ? read : block.length;
    at += bytes;
    if (!entry.write(block.subarray(0, bytes))) await Promise.race([drained(entry), settled.promise]);
  }
  entry.end(null);
  await settled.promise;
  return failure;
};

const readInto = async (block: Buffer, file: FileHandle, at: number): Promise<number> =>
  (await file.read(block, 0, block.length, at)).bytesRead;

const drained = (entry: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      entry.off("drain", done).off("close", done);
      resolve();
    };
    entry.on("drain", done).on("close", done);
  });
