import type { EmbeddedFile } from "./file.ts";
import { packagedFile } from "./native.ts";

const EMBEDDED = 2;
const HEX = /\\objdata\b\s*([0-9a-fA-F\s]*)/g;

/** A text with its length before it. */
const text = (bytes: Buffer, at: number): { text: string; next: number } => {
  const length = bytes.readUInt32LE(at);
  return { text: bytes.toString("latin1", at + 4, at + 4 + Math.max(0, length - 1)), next: at + 4 + length };
};

/** An embedded object in the form of OLE 1 ([MS-OLEDS] 2.2.5): class, topic, item, then the object's own data. */
const object = (bytes: Buffer, ordinal: number): EmbeddedFile | undefined => {
  try {
    if (bytes.readUInt32LE(4) !== EMBEDDED) return undefined;
    const kind = text(bytes, 8);
    const item = text(bytes, text(bytes, kind.next).next);
    const length = bytes.readUInt32LE(item.next);
    const content = bytes.subarray(item.next + 4, item.next + 4 + length);
    if (kind.text === "Package") return packagedFile(content);
    return content.length > 0 ? { name: `object-${ordinal}.bin`, bytes: content } : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** Objects of a Rich Text file, which stand in it as hexadecimal digits. */
export const rtfFiles = (bytes: Uint8Array): EmbeddedFile[] => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const files: EmbeddedFile[] = [];
  for (const [, digits = ""] of source.matchAll(HEX)) {
    const file = object(Buffer.from(digits.replace(/\s+/g, ""), "hex"), files.length + 1);
    if (file) files.push(file);
  }
  return files;
};
