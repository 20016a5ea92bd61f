import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type Failure, failureOf, keys, type ObjectStore, packageId, TerminalError } from "@torrent/core/unstable";
import { packFolder } from "@torrent/decompose/unstable";

/** The result of delivering a path as a package: its id, or the error. */
export type Delivery = { path: string; name: string } & ({ id: string } | { error: Failure });

const messages: Record<string, string> = {
  ENOENT: "does not exist; check the path",
  EACCES: "is not readable; check its permissions",
  EPERM: "is not readable; check its permissions",
};

const reading = (path: string, error: unknown): TerminalError => {
  if (error instanceof TerminalError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new TerminalError(
    "unreadable-path",
    `"${path}" ${messages[code] ?? `cannot be read: ${failureOf(error).message}`}`,
    {
      cause: error,
    },
  );
};

/**
 * The content to send for a path, readable several times with the same bytes: a file as it is, a folder as a tar
 * stream.
 */
export const contentOf = async (
  path: string,
): Promise<{ name: string; folder: boolean; open: () => AsyncIterable<Uint8Array> }> => {
  const info = await stat(path).catch((error: unknown) => {
    throw reading(path, error);
  });
  const name = basename(resolve(path)) || "root";
  if (info.isDirectory()) return { name: `${name}.tar`, folder: true, open: () => packFolder(path) };
  if (info.isFile()) return { name, folder: false, open: () => createReadStream(path) };
  throw new TerminalError("unreadable-path", `"${path}" is neither a file nor a folder`);
};

/**
 * Puts a file or folder into the inbox under a key derived from its content, so that delivering the same content again
 * yields the same package.
 */
export const deliver = async (
  objects: ObjectStore,
  path: string,
  metadata: Record<string, string> = {},
): Promise<Delivery> => {
  const displayName = basename(resolve(path)) || path;
  try {
    const { name, open } = await contentOf(path);
    const hash = createHash("sha256");
    for await (const chunk of open()) hash.update(chunk);
    const key = keys.inbox(`${hash.digest("hex").slice(0, 16)}/${name}`);
    const declared = { ...metadata, name: displayName };
    const { etag, version } = await objects.put(key, open(), { ifAbsent: true, metadata: declared });
    return { path, name: displayName, id: packageId(objects.bucket, key, version ?? etag) };
  } catch (error) {
    return { path, name: displayName, error: failureOf(reading(path, error)) };
  }
};
