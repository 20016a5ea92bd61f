export interface TarEntry {
  name: string;
  bytes: number;
  type: string;
  link?: string;
}

const BLOCK = 512;
const MAX_LISTED = 10_000;

const text = (block: Buffer, from: number, length: number): string => {
  const end = block.indexOf(0, from);
  return block.toString("utf8", from, end < 0 || end > from + length ? from + length : end);
};

/** Octal digits, or base 256 where the first bit is set (GNU). */
const size = (block: Buffer, from: number, length: number): number => {
  if (((block[from] as number) & 0x80) === 0) return Number.parseInt(text(block, from, length).trim() || "0", 8);
  let value = 0;
  for (let i = from + 4; i < from + length; i++) value = value * 256 + (block[i] as number);
  return value;
};

const checksum = (block: Buffer): number => {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] as number);
  return sum;
};

/** Lists a tar (POSIX ustar) by its headers, in one reading and one block of memory. */
export class TarListing {
  readonly entries: TarEntry[] = [];
  count = 0;
  /** Offset of the first block that should have been a header and is none. */
  damagedAt: number | undefined;
  #partial: Buffer = Buffer.alloc(0);
  #skip = 0;
  #offset = 0;

  write(chunk: Buffer): void {
    let data = this.#partial.length > 0 ? Buffer.concat([this.#partial, chunk]) : chunk;
    this.#partial = Buffer.alloc(0);
    while (data.length > 0 && this.damagedAt === undefined) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, data.length);
        this.#skip -= step;
        this.#offset += step;
        data = data.subarray(step);
      } else if (data.length < BLOCK) {
        this.#partial = Buffer.from(data);
        return;
      } else {
        this.#header(data.subarray(0, BLOCK));
        this.#offset += BLOCK;
        data = data.subarray(BLOCK);
      }
    }
  }

  #header(block: Buffer): void {
    if (block[0] === 0) return;
    const bytes = size(block, 124, 12);
    if (size(block, 148, 8) !== checksum(block) || !Number.isSafeInteger(bytes) || bytes < 0) {
      this.damagedAt = this.#offset;
      return;
    }
    this.#skip = Math.ceil(bytes / BLOCK) * BLOCK;
    this.count++;
    const prefix = block.toString("latin1", 257, 262) === "ustar" ? text(block, 345, 155) : "";
    const link = text(block, 157, 100);
    if (this.entries.length < MAX_LISTED)
      this.entries.push({
        name: prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100),
        bytes,
        type: String.fromCharCode(block[156] || 48),
        ...(link ? { link } : {}),
      });
  }
}
