const MAX_ENTRIES = 20_000;
const MAX_PATH = 4096;
/** Sector numbers from here on mean "end" or "free". */
const END = 0xfffffffa;
const NONE = 0xffffffff;
const STORAGE = 1;
const STREAM = 2;
const ENTRY_BYTES = 128;
/** Sectors listed in the header itself; further ones in a chain of their own. */
const HEADER_SECTORS = 109;

export interface CompoundEntry {
  name: string;
  /** Names of the storages around it and its own, joined by `/`. */
  path: string;
  bytes: number;
  isStream: boolean;
  start: number;
}

interface Raw extends Omit<CompoundEntry, "path" | "isStream"> {
  type: number;
  left: number;
  right: number;
  child: number;
}

/** A compound file ([MS-CFB]): its directory, and its streams. Follows no chain in a ring and reads no byte twice. */
export class Compound {
  readonly entries: readonly CompoundEntry[];
  readonly #file: Buffer;
  readonly #sector: number;
  readonly #miniSector: number;
  readonly #miniCutoff: number;
  readonly #fat: number[];
  readonly #miniFat: Buffer;
  readonly #mini: Buffer;

  constructor(bytes: Uint8Array) {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    const shift = file.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new RangeError(`A sector size of 2^${shift} is not allowed`);
    this.#sector = 2 ** shift;
    this.#miniSector = 2 ** Math.min(12, file.readUInt16LE(32));
    this.#miniCutoff = file.readUInt32LE(56);
    this.#fat = this.#fatSectors();
    const raw = this.#directory();
    this.#miniFat = this.#chain(file.readUInt32LE(60), file.length);
    this.#mini = raw[0] ? this.#chain(raw[0].start, file.length) : Buffer.alloc(0);
    this.entries = named(raw);
  }

  /** The content of a stream, as far as it is there. */
  read(entry: CompoundEntry): Buffer {
    return entry.bytes < this.#miniCutoff
      ? this.#miniChain(entry.start, entry.bytes)
      : this.#chain(entry.start, entry.bytes);
  }

  #at(sector: number): number {
    return (sector + 1) * this.#sector;
  }

  #fatSectors(): number[] {
    const file = this.#file;
    const sectors: number[] = [];
    for (let i = 0; i < HEADER_SECTORS; i++) sectors.push(file.readUInt32LE(76 + i * 4));
    const perSector = this.#sector / 4 - 1;
    let next = file.readUInt32LE(68);
    // The header's count bounds the chain, and the file's length the count.
    for (let left = Math.min(file.readUInt32LE(72), file.length / this.#sector); left > 0 && next < END; left--) {
      const place = this.#at(next);
      if (place + this.#sector > file.length) break;
      for (let i = 0; i < perSector; i++) sectors.push(file.readUInt32LE(place + i * 4));
      next = file.readUInt32LE(place + perSector * 4);
    }
    return sectors;
  }

  #next(sector: number): number {
    const perSector = this.#sector / 4;
    const fat = this.#fat[Math.floor(sector / perSector)];
    const place = fat === undefined || fat >= END ? this.#file.length : this.#at(fat) + (sector % perSector) * 4;
    return place + 4 <= this.#file.length ? this.#file.readUInt32LE(place) : NONE;
  }

  #chain(start: number, bytes: number): Buffer {
    const parts: Buffer[] = [];
    const visited = new Set<number>();
    let left = bytes;
    for (let sector = start; sector < END && left > 0 && !visited.has(sector); sector = this.#next(sector)) {
      visited.add(sector);
      const part = this.#file.subarray(this.#at(sector), this.#at(sector) + Math.min(left, this.#sector));
      if (part.length === 0) break;
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  #miniChain(start: number, bytes: number): Buffer {
    const parts: Buffer[] = [];
    const visited = new Set<number>();
    let left = bytes;
    for (let sector = start; sector < END && left > 0 && !visited.has(sector); ) {
      visited.add(sector);
      const from = sector * this.#miniSector;
      const part = this.#mini.subarray(from, from + Math.min(left, this.#miniSector));
      if (part.length === 0) break;
      parts.push(part);
      left -= part.length;
      sector = sector * 4 + 4 <= this.#miniFat.length ? this.#miniFat.readUInt32LE(sector * 4) : NONE;
    }
    return Buffer.concat(parts);
  }

  #directory(): Raw[] {
    const bytes = this.#chain(this.#file.readUInt32LE(48), MAX_ENTRIES * ENTRY_BYTES);
    const raw: Raw[] = [];
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const length = Math.min(64, bytes.readUInt16LE(at + 64));
      raw.push({
        name: length < 2 ? "" : bytes.toString("utf16le", at, at + length - 2),
        type: bytes.readUInt8(at + 66),
        left: bytes.readUInt32LE(at + 68),
        right: bytes.readUInt32LE(at + 72),
        child: bytes.readUInt32LE(at + 76),
        start: bytes.readUInt32LE(at + 116),
        bytes: bytes.readUInt32LE(at + 120),
      });
    }
    return raw;
  }
}

/** Entries with their paths, in the order of the directory; one that no storage holds stands by its bare name. */
const named = (raw: readonly Raw[]): CompoundEntry[] => {
  const paths = new Map<number, string>();
  const todo: { index: number; folder: string }[] = [{ index: raw[0]?.child ?? NONE, folder: "" }];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { index, folder } = next;
    const entry = raw[index];
    if (!entry || paths.has(index)) continue;
    // Storages may hold each other thousands deep; a path of them all would be longer than the file.
    const path = folder.length > MAX_PATH ? entry.name : folder + entry.name;
    paths.set(index, path);
    todo.push({ index: entry.left, folder }, { index: entry.right, folder });
    if (entry.type === STORAGE) todo.push({ index: entry.child, folder: `${path}/` });
  }
  return raw.flatMap(({ name, type, bytes, start }, index) =>
    type === 0 || name === ""
      ? []
      : [{ name, path: paths.get(index) ?? name, bytes, isStream: type === STREAM, start }],
  );
};
