import { crc32 } from "node:zlib";

/** One entry as it stands in the file; whatever is not given is right. */
export interface RawEntry {
  name: string | Buffer;
  content?: Uint8Array;
  /** The bytes in the file, where they are not the content itself. */
  packed?: Uint8Array;
  method?: number;
  flags?: number;
  crc?: number;
  bytes?: number;
  /** Unix mode in the external attributes. */
  mode?: number;
  /** Points into the file where another entry's header stands. */
  offset?: number;
}

const UTF8 = 0x800;

/** A zip written byte by byte, for the archives that no honest tool writes. */
export const rawZip = (entries: readonly RawEntry[]): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = entry.content ?? Buffer.alloc(0);
    const packed = entry.packed ?? content;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(entry.flags ?? UTF8, 2);
    fixed.writeUInt16LE(entry.method ?? 0, 4);
    fixed.writeUInt32LE(entry.crc ?? crc32(content), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(entry.bytes ?? content.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    attributes.writeUInt32LE(entry.offset ?? at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x03", "latin1"), fixed, attributes, name);
    if (entry.offset !== undefined) continue;
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fixed, name, packed]);
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
};
