import { TerminalError } from "@torrent/core/unstable";

/** S3's limits: of a key, and of user metadata with its keys. */
export const KEY_LIMIT_BYTES = 1024;
const METADATA_LIMIT_BYTES = 2048;

/**
 * A key is only ever a value in a row, never a path, so that nothing in it can leave the data folder. What S3 itself
 * would refuse is refused.
 */
export const checkKey = (key: string): void => {
  const shown = JSON.stringify(key.slice(0, 100));
  if (key === "") throw new TerminalError("invalid-key", "An object's key is empty");
  if (!key.isWellFormed()) throw new TerminalError("invalid-key", `The key ${shown} is not valid Unicode`);
  const bytes = Buffer.byteLength(key);
  if (bytes > KEY_LIMIT_BYTES)
    throw new TerminalError("invalid-key", `The key ${shown}… takes ${bytes} bytes; at most ${KEY_LIMIT_BYTES}`);
};

export const checkMetadata = (key: string, metadata: Readonly<Record<string, string>>): void => {
  const bytes = Buffer.byteLength(Object.entries(metadata).flat().join(""));
  if (bytes > METADATA_LIMIT_BYTES)
    throw new RangeError(`The metadata of "${key}" takes ${bytes} bytes; at most ${METADATA_LIMIT_BYTES}`);
  for (const name of Object.keys(metadata))
    if (name !== name.toLowerCase())
      throw new TypeError(`The metadata of "${key}" has the key "${name}"; keys must be lower-case`);
};
