import { type EmbeddedFile, lastPart } from "./file.ts";

const zeroEnded = (bytes: Buffer, at: number): { text: string; next: number } => {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new RangeError("A name without its end");
  return { text: bytes.toString("latin1", at, end), next: end + 1 };
};

/**
 * A packaged file: two bytes, label, path, eight bytes with a second path's length, that path, then the content with its
 * length before it ([MS-OLEDS] leaves the format open; every packager writes it so).
 */
export const packagedFile = (bytes: Buffer): EmbeddedFile | undefined => {
  try {
    const label = zeroEnded(bytes, 2);
    const path = zeroEnded(bytes, label.next);
    const second = bytes.readUInt32LE(path.next + 4);
    const at = path.next + 8 + second;
    const length = bytes.readUInt32LE(at);
    const content = bytes.subarray(at + 4, at + 4 + length);
    return content.length > 0
      ? { name: lastPart(label.text || path.text) || "package.bin", bytes: content }
      : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
