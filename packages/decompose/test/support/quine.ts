import { crc32 } from "node:zlib";

/**
 * Archives that hold themselves, byte for byte, after Russ Cox's construction (research.swtch.com/zip): a program of two
 * instructions, "print the next n bytes" and "repeat the last n bytes", written so that it prints itself. Both are blocks
 * of DEFLATE of five bytes each.
 */
const UNIT = 5;

/** Print the n bytes that follow: the head of a stored block. It begins within a byte or on its edge, zeros all the same. */
const print = (n: number): Buffer => {
  const head = Buffer.alloc(UNIT);
  head.writeUInt16LE(n, 1);
  head.writeUInt16LE(n ^ 0xffff, 3);
  return head;
};

/** Least value, symbol, and extra bits of the lengths and distances that are needed, see RFC 1951, 3.2.5. */
const lengths = [
  [7, 261, 0],
  [8, 262, 0],
  [10, 264, 0],
  [35, 273, 3],
  [258, 285, 0],
] as const;
const distances = [
  [13, 7, 2],
  [17, 8, 3],
  [33, 10, 4],
  [257, 16, 7],
] as const;

/** Copies of `parts` bytes each, from `n` back, in a block of fixed codes; an empty block behind it where five bytes ask for one. */
const repeat = (n: number, parts: readonly number[]): Buffer => {
  let bits = "";
  /** Codes stand with their highest bit first, everything else with its lowest. */
  const code = (value: number, width: number): void => {
    bits += value.toString(2).padStart(width, "0");
  };
  const extra = (value: number, width: number): void => {
    if (width > 0) bits += [...value.toString(2).padStart(width, "0")].reverse().join("");
  };
  bits += "010";
  for (const part of parts) {
    const [least, symbol, width] = lengths.findLast(([from]) => from <= part)!;
    if (symbol < 280) code(symbol - 256, 7);
    else code(symbol - 280 + 0b11000000, 8);
    extra(part - least, width);
    const [nearest, distance, distanceWidth] = distances.findLast(([from]) => from <= n)!;
    code(distance, 5);
    extra(n - nearest, distanceWidth);
  }
  code(0, 7);
  if (bits.length + 10 <= 8 * UNIT) bits += "0100000000";
  // Fewer than three bits may be left: then the block that follows begins in this byte and ends in the next.
  if (bits.length > 8 * UNIT || bits.length < 8 * UNIT - 2) throw new Error(`${bits.length} bits do not fit`);
  const bytes = bits.padEnd(8 * UNIT, "0").match(/.{8}/g)!;
  return Buffer.from(bytes.map((byte) => Number.parseInt([...byte].reverse().join(""), 2)));
};

/** The stream that, between `prefix` and `suffix`, prints all three. `suffix` begins on an edge and ends the stream. */
const selfPrinting = (
  prefix: Buffer,
  suffix: Buffer,
  parts: { prefix: readonly number[]; suffix: readonly number[] },
): Buffer => {
  const printPrefix = print(prefix.length + UNIT);
  const repeatPrefix = repeat(prefix.length + UNIT, parts.prefix);
  const printSuffix = print(suffix.length + UNIT);
  const repeatSuffix = repeat(suffix.length + UNIT, parts.suffix);
  const one = print(UNIT);
  const four = print(4 * UNIT);
  const again = repeat(4 * UNIT, [10, 10]);
  const none = print(0);
  return Buffer.concat([
    ...[prefix, printPrefix, prefix, printPrefix, repeatPrefix],
    ...[one, repeatPrefix, one, one, four, repeatPrefix, one, one, four, again],
    ...[four, again, four, again, four, again, four, again, none, none, printSuffix, again],
    ...[none, none, printSuffix, repeatSuffix, suffix, repeatSuffix, suffix],
  ]);
};

/** The checksum that a file states of itself: every bit of it changes the file's checksum alike, so 32 equations tell it. */
const withOwnChecksum = (make: (checksum: number) => Buffer): Buffer => {
  const at0 = crc32(make(0));
  const rows = Array.from({ length: 32 }, () => 0n);
  for (let bit = 0; bit < 32; bit++) {
    const column = (crc32(make((1 << bit) >>> 0)) ^ at0 ^ (1 << bit)) >>> 0;
    for (let row = 0; row < 32; row++) rows[row]! |= BigInt((column >>> row) & 1) << BigInt(bit);
  }
  for (let row = 0; row < 32; row++) rows[row]! |= BigInt((at0 >>> row) & 1) << 32n;
  for (let bit = 0; bit < 32; bit++) {
    const pivot = rows.findIndex((row, i) => i >= bit && (row >> BigInt(bit)) & 1n);
    if (pivot < 0) throw new Error("No checksum fits; change a byte that nobody reads");
    [rows[bit], rows[pivot]] = [rows[pivot]!, rows[bit]!];
    for (let row = 0; row < 32; row++) if (row !== bit && (rows[row]! >> BigInt(bit)) & 1n) rows[row]! ^= rows[bit]!;
  }
  return make(rows.reduce((sum, row, bit) => (sum | (Number(row >> 32n) << bit)) >>> 0, 0));
};

/** Ends the stream: what is left of a byte, and an empty last block. */
const END = Buffer.concat([print(0), Buffer.from([3, 0])]);

/** A gzip file that unpacks to itself. */
export const gzipQuine = (): Buffer => {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const make = (checksum: number, bytes: number): Buffer => {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(checksum, 0);
    trailer.writeUInt32LE(bytes, 4);
    return selfPrinting(header, Buffer.concat([END, trailer]), { prefix: [7, 8], suffix: [10, 10] });
  };
  const { length } = make(0, 0);
  return withOwnChecksum((checksum) => make(checksum, length));
};

/** A zip whose one entry is that zip. */
export const zipQuine = (): Buffer => {
  const name = Buffer.from("q.zip");
  const make = (checksum: number, bytes: number): Buffer => {
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(checksum, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, name]);
    // The comment makes the suffix as long as a copy that fits into five bytes.
    const comment = Buffer.alloc(258 - UNIT - END.length - 46 - name.length - 22, "quine ");
    const directory = bytes - 46 - name.length - 22 - comment.length;
    shared.writeUInt32LE(Math.max(0, directory - local.length), 14);
    shared.writeUInt32LE(bytes, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.copy(local, 4);
    const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), shared, Buffer.alloc(14), name]);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06");
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(central.length, 12);
    end.writeUInt32LE(Math.max(0, directory), 16);
    end.writeUInt16LE(comment.length, 20);
    return selfPrinting(local, Buffer.concat([END, central, end, comment]), { prefix: [40], suffix: [258] });
  };
  const { length } = make(0, 0);
  return withOwnChecksum((checksum) => make(checksum, length));
};
