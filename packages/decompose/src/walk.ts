import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

/** Something in a folder; bytes stand for paths, because file names need not be valid UTF-8. */
export interface Found {
  /** Relative to the folder, with `/`; what is not UTF-8 in it is replaced. */
  name: string;
  path: Buffer;
  kind: "file" | "folder" | "link" | "pipe" | "character-device" | "block-device" | "socket";
  /** Why a folder could not be listed. */
  failure?: unknown;
}

const kindOfEntry = (entry: Dirent<Buffer>): Found["kind"] => {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isDirectory()) return "folder";
  if (entry.isFIFO()) return "pipe";
  if (entry.isCharacterDevice()) return "character-device";
  if (entry.isBlockDevice()) return "block-device";
  return entry.isSocket() ? "socket" : "file";
};

const SEPARATOR = Buffer.from("/");

export const entriesOf = async (folder: Buffer): Promise<Dirent<Buffer>[]> => {
  const entries = await readdir(folder, { encoding: "buffer", withFileTypes: true });
  return entries.sort((a, b) => Buffer.compare(a.name, b.name));
};

/** Everything below a folder but its folders, depth first, each folder sorted by the bytes of its names. */
export async function* walk(folder: Buffer, entries: readonly Dirent<Buffer>[], prefix = ""): AsyncGenerator<Found> {
  for (const entry of entries) {
    const name = prefix + entry.name.toString();
    const found: Found = { name, path: Buffer.concat([folder, SEPARATOR, entry.name]), kind: kindOfEntry(entry) };
    if (found.kind !== "folder") {
      yield found;
      continue;
    }
    let inside: Dirent<Buffer>[];
    try {
      inside = await entriesOf(found.path);
    } catch (failure) {
      yield { ...found, failure };
      continue;
    }
    yield* walk(found.path, inside, `${name}/`);
  }
}
