import type { UnzipFileInfo } from "fflate";
import { unzipSync } from "fflate";

/** Bytes out of one document, whatever its directory claims. */
const caps = { total: 256 * 2 ** 20, one: 128 * 2 ** 20, files: Number.POSITIVE_INFINITY };

export interface Members {
  /** Every entry as the directory states it. */
  entries: { name: string; bytes: number; compressed: number }[];
  files: ReadonlyMap<string, Uint8Array>;
  /** Wanted entries that were left out: too large, or not readable. */
  left: string[];
}

const END_BYTES = 22;

/** The zip without what stands before it, told by where its directory stands and where it says that it does. */
const withoutPrefix = (bytes: Uint8Array): Uint8Array => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf("PK\u0005\u0006");
  if (end < 0 || end + END_BYTES > file.length) return bytes;
  const start = end - file.readUInt32LE(end + 12) - file.readUInt32LE(end + 16);
  return start > 0 && file.readUInt32LE(start) === 0x04034b50 ? bytes.subarray(start) : bytes;
};

/** Unpacks the wanted members of a document that is a zip; never more than the sizes stated, never more than the cap. */
export const zipMembers = (bytes: Uint8Array, wanted: (name: string) => boolean, most = caps): Members => {
  const entries: Members["entries"] = [];
  const left: string[] = [];
  let total = 0;
  let taken = 0;
  const filter = (file: UnzipFileInfo): boolean => {
    entries.push({ name: file.name, bytes: file.originalSize, compressed: file.size });
    if (!wanted(file.name)) return false;
    const fits = file.originalSize <= most.one && total + file.originalSize <= most.total && taken < most.files;
    if (!fits || ![0, 8].includes(file.compression)) {
      left.push(file.name);
      return false;
    }
    total += file.originalSize;
    taken++;
    return true;
  };
  const files = new Map(Object.entries(unzipSync(withoutPrefix(bytes), { filter })));
  return { entries, files, left };
};
