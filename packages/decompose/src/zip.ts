import { crc32, inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import * as yauzl from "yauzl";
import { concat, NOTHING, once } from "./bytes.ts";
import { decompress } from "./compressed.ts";
import type { Member, RandomAccess } from "./member.ts";
import { Damage, defect, messageOf } from "./member.ts";
import { nameCharset } from "./name-charset.ts";
import { decodeName } from "./names.ts";
import { RangeCache } from "./range-cache.ts";
import { type Bounds, windowOf, zipBounds } from "./zip-bounds.ts";

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
  /** Whether there is an archive at all. */
  isFound: boolean;
  members(): AsyncGenerator<Member>;
  /** The names of the first entries; throws {@link Damage} where not even one can be read. */
  firstNames(count: number): Promise<string[]>;
}

const WHOLE_BYTES = 64 << 10;

/** What stands before or behind the zip, for a member of its own; nothing where it is only blanks and zeros. */
const outside = async function* (source: RandomAccess, bounds: Bounds): AsyncGenerator<Member> {
  const parts = [
    { name: "[bytes before the archive]", start: 0, end: bounds.start },
    { name: "[bytes behind the archive]", start: bounds.end, end: source.bytes },
  ];
  for (const { name, start, end } of parts) {
    if (start >= end) continue;
    const warning = `${end - start} bytes that do not belong to the archive`;
    if (end - start <= WHOLE_BYTES) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.read({ start, end })) chunks.push(chunk);
      if (Buffer.concat(chunks).every((byte) => byte <= 0x20)) continue;
    }
    yield { name, bytes: end - start, content: source.read({ start, end }), warning };
  }
};

/**
 * Reads zip and zip64 by the central directory, entry by entry; never holds a list of them. Bytes before and behind the
 * archive are its first members.
 */
export const openZip = async (whole: RandomAccess, onEntry: () => void): Promise<Zip> => {
  const bounds = await zipBounds(whole, new RangeCache(whole));
  const isPart = bounds !== undefined && (bounds.start > 0 || bounds.end < whole.bytes);
  const source = isPart ? windowOf(whole, bounds) : whole;
  const cache = new RangeCache(source);
  let charset: string | undefined;
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
    isFound: bounds !== undefined,
    async firstNames(count) {
      const entries: Entry[] = [];
      const zip = await open();
      try {
        for await (const entry of entriesOf(zip, cache)) if (entries.push(entry) >= count) break;
      } catch (error) {
        if (!(error instanceof Damage) || entries.length === 0) throw error;
      }
      const unread = entries.filter((entry) => isUnread(entry)).map((entry) => entry.fileNameRaw);
      charset = unread.length > 0 ? nameCharset(unread) : undefined;
      return entries.map((entry) => nameOf(entry, charset).name);
    },
    async *members() {
      const zip = await open();
      let occupied = 0;
      let surroundings = isPart ? surroundingsOf(whole, bounds) : undefined;
      if (isPart) yield* outside(whole, bounds);
      for await (const entry of entriesOf(zip, cache)) {
        onEntry();
        occupied += entry.compressedSize + entry.fileNameLength + 30;
        if (occupied > source.bytes)
          throw new Damage("overlapping-entries", "The entries of the zip overlap, as those of a zip bomb do");
        const named = nameOf(entry, charset);
        if (named.name.endsWith("/")) continue;
        const warning = [named.warning, surroundings].filter((text) => text !== undefined).join("; ");
        surroundings = undefined;
        yield member(zip, entry, cache, { name: named.name, ...(warning && { warning }) });
      }
    },
  };
};

/** Said once, with the first entry. */
const surroundingsOf = (whole: RandomAccess, { start, end }: Bounds): string =>
  `The archive stands within other bytes: ${start} before it, ${whole.bytes - end} behind it`;

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

const isUtf8 = (entry: Entry): boolean => (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
const hasUnicodePath = (entry: Entry): boolean => entry.extraFields.some((field) => field.id === UNICODE_PATH);

/** Is the name in a charset that the entry does not state? */
const isUnread = (entry: Entry): boolean =>
  !isUtf8(entry) && !hasUnicodePath(entry) && decodeName(entry.fileNameRaw).warning !== undefined;

/** Programs of Windows wrote backslashes between folders, though the format asks for slashes. */
const withSlashes = (name: string): string => name.replaceAll("\\", "/");

const nameOf = (entry: Entry, charset: string | undefined): { name: string; warning?: string } => {
  const byPage437 = (): string =>
    yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  if (hasUnicodePath(entry)) return { name: withSlashes(byPage437()) };
  const byCharset = (raw: Uint8Array): string => (charset ? new TextDecoder(charset).decode(raw) : byPage437());
  const named = decodeName(entry.fileNameRaw, isUtf8(entry) ? undefined : byCharset);
  return { ...named, name: withSlashes(named.name) };
};

const member = (zip: ZipFile, entry: Entry, cache: RangeCache, named: { name: string; warning?: string }): Member => {
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
    ...(isLink && {
      warning: [named.warning, "A symbolic link, not followed: its content is the target's name"]
        .filter((text) => text !== undefined)
        .join("; "),
    }),
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
