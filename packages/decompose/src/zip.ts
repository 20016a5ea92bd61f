import { crc32, inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import * as yauzl from "yauzl";
import { concat, NOTHING, once } from "./bytes.ts";
import { decompress } from "./compressed.ts";
import type { Member, RandomAccess } from "./member.ts";
import { Damage, defect, messageOf } from "./member.ts";
import { decodeName } from "./names.ts";
import { RangeCache } from "./range-cache.ts";

/** Entries up to this size, as both sizes are declared, are inflated in one call: a stream per small file costs ten times more. */
const SMALL_BYTES = 64 << 10;

/** Compression methods of the zip format (APPNOTE 4.4.5) that are read here. */
const STORED = 0;
const DEFLATED = 8;
const ZSTANDARD = 93;

const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;
const SYMBOLIC_LINK = 0xa000;

export interface Zip {
  members(): AsyncGenerator<Member>;
  /** The names of the first entries; throws {@link Damage} where not even one can be read. */
  firstNames(count: number): Promise<string[]>;
}

/** Reads zip and zip64 by the central directory, entry by entry; never holds a list of them. */
export const openZip = (source: RandomAccess, onEntry: () => void): Zip => {
  const cache = new RangeCache(source);
  const open = async (): Promise<ZipFile> => {
    try {
      return await yauzl.fromRandomAccessReaderPromise(cache, source.bytes, {
        autoClose: false,
        decodeStrings: false,
        validateEntrySizes: false,
      });
    } catch (error) {
      throw damageOf(error, cache);
    }
  };
  return {
    async firstNames(count) {
      const names: string[] = [];
      const zip = await open();
      try {
        for await (const entry of entriesOf(zip, cache)) if (names.push(nameOf(entry).name) >= count) break;
      } catch (error) {
        if (!(error instanceof Damage) || names.length === 0) throw error;
      }
      return names;
    },
    async *members() {
      const zip = await open();
      let occupied = 0;
      for await (const entry of entriesOf(zip, cache)) {
        onEntry();
        occupied += entry.compressedSize + entry.fileNameLength + 30;
        if (occupied > source.bytes)
          throw new Damage("overlapping-entries", "The entries of the zip overlap, as those of a zip bomb do");
        if (!entry.fileNameRaw.subarray(-1).equals(SLASH)) yield member(zip, entry, cache);
      }
    },
  };
};

const SLASH = Buffer.from("/");

async function* entriesOf(zip: ZipFile, cache: RangeCache): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw damageOf(error, cache);
  }
}

const damageOf = (error: unknown, cache: RangeCache): unknown => {
  if (cache.failure) return cache.failure.error;
  const message = messageOf(error);
  return /end of central directory/i.test(message)
    ? new Damage("truncated-archive", "The zip has no central directory: its end is missing")
    : new Damage("damaged-archive", `The zip's central directory is damaged: ${message}`);
};

const nameOf = (entry: Entry): { name: string; warning?: string } => {
  const byPage437 = (): string =>
    yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  if (entry.extraFields.some((field) => field.id === UNICODE_PATH)) return { name: byPage437() };
  const isUtf8 = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
  return decodeName(entry.fileNameRaw, isUtf8 ? undefined : byPage437);
};

const member = (zip: ZipFile, entry: Entry, cache: RangeCache): Member => {
  const named = nameOf(entry);
  const flawed = (kind: string, message: string): Member => ({
    ...named,
    content: once(NOTHING),
    defect: defect(kind, message),
  });
  if (entry.isEncrypted())
    return flawed("encrypted-entry", `The entry is encrypted (${entry.uncompressedSize} bytes): send it decrypted`);
  if (![STORED, DEFLATED, ZSTANDARD].includes(entry.compressionMethod))
    return flawed(
      "unsupported-compression",
      `The entry is compressed by method ${entry.compressionMethod}: send it deflated`,
    );
  const isLink = ((entry.externalFileAttributes >>> 16) & 0xf000) === SYMBOLIC_LINK;
  return {
    ...named,
    bytes: entry.uncompressedSize,
    content: contentOf(zip, entry, cache),
    ...(isLink && { warning: "A symbolic link, not followed: its content is the target's name" }),
  };
};

async function* contentOf(zip: ZipFile, entry: Entry, cache: RangeCache): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let sum = 0;
  for await (const chunk of await unpacked(zip, entry, cache)) {
    bytes += chunk.length;
    sum = crc32(chunk, sum);
    if (bytes > entry.uncompressedSize)
      throw new Damage(
        "damaged-entry",
        `The entry holds more than the ${entry.uncompressedSize} bytes that it declares`,
      );
    yield chunk;
  }
  if (bytes !== entry.uncompressedSize)
    throw new Damage("damaged-entry", `The entry holds ${bytes} bytes and declares ${entry.uncompressedSize}`);
  if (sum !== entry.crc32) throw new Damage("damaged-entry", "The entry's checksum (CRC-32) does not match its bytes");
}

const unpacked = async (zip: ZipFile, entry: Entry, cache: RangeCache): Promise<AsyncIterable<Uint8Array>> => {
  const start = await dataStart(zip, entry, cache);
  const packed = cache.stream(start, start + entry.compressedSize);
  if (entry.compressionMethod === STORED) return packed;
  if (entry.compressionMethod === ZSTANDARD) return asEntry(decompress(packed, "zstd"));
  if (entry.compressedSize > SMALL_BYTES || entry.uncompressedSize > SMALL_BYTES)
    return asEntry(decompress(packed, "deflate-raw"));
  const parts: Uint8Array[] = [];
  for await (const part of packed) parts.push(part);
  const whole = concat(parts);
  try {
    return once(inflateRawSync(whole, { maxOutputLength: Math.max(1, entry.uncompressedSize) }));
  } catch {
    return asEntry(decompress(once(whole), "deflate-raw"));
  }
};

const dataStart = async (zip: ZipFile, entry: Entry, cache: RangeCache): Promise<number> => {
  try {
    return (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
  } catch (error) {
    if (cache.failure) throw cache.failure.error;
    throw new Damage("damaged-entry", `The entry's header is damaged: ${messageOf(error)}`);
  }
};

/** Damage of the compressed stream is, inside a zip, damage of this one entry. */
async function* asEntry(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    throw error instanceof Damage ? new Damage("damaged-entry", `The entry is damaged: ${error.message}`) : error;
  }
}
