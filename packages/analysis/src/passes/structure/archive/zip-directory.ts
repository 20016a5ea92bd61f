export interface ZipEntry {
  name: string;
  bytes: number;
  compressed: number;
  encrypted: boolean;
}

export interface ZipDirectory {
  entries: ZipEntry[];
  /** There may be more than are listed. */
  isCut: boolean;
  /** As the end record states it. */
  stated: number;
  comment: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_COMMENT = 65_535;
const MAX_LISTED = 10_000;

/** The central directory (APPNOTE.TXT 4.3.12, 4.3.16) out of a zip's last bytes; `undefined` where they hold no end record. */
export const zipDirectory = (tail: Buffer): ZipDirectory | undefined => {
  let end = tail.length - 22;
  const lowest = Math.max(0, end - MAX_COMMENT);
  while (end >= lowest && tail.readUInt32LE(end) !== END) end--;
  if (end < lowest || end < 0) return undefined;
  const stated = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const comment = tail.readUInt16LE(end + 20);
  const entries: ZipEntry[] = [];
  // Counted back from the end record, so that neither a prefix nor a missing start moves it.
  let at = Math.max(0, end - size);
  while (at + 46 <= end && tail.readUInt32LE(at) === ENTRY && entries.length < MAX_LISTED) {
    const nameLength = tail.readUInt16LE(at + 28);
    entries.push({
      name: tail.toString((tail.readUInt16LE(at + 8) & 0x800) !== 0 ? "utf8" : "latin1", at + 46, at + 46 + nameLength),
      bytes: tail.readUInt32LE(at + 24),
      compressed: tail.readUInt32LE(at + 20),
      encrypted: (tail.readUInt16LE(at + 8) & 1) !== 0,
    });
    at += 46 + nameLength + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return { entries, isCut: entries.length >= MAX_LISTED, stated, comment };
};
