import { ByteReader, drain, NOTHING, once } from "./bytes.ts";
import type { Member } from "./member.ts";
import { Damage, defect } from "./member.ts";
import { nameCharset } from "./name-charset.ts";
import { decodeName } from "./names.ts";
import type { TarHeader } from "./tar-header.ts";
import { BLOCK, isZero, NAME_BYTES, parseHeader, parsePax, UNREADABLE_RECORD } from "./tar-header.ts";

/** A PAX or long-name header beyond this is an attack: real ones hold a path. */
const META_BYTES = 1 << 20;

interface Entry {
  header: TarHeader;
  name: Uint8Array;
  pax: Map<string, Uint8Array>;
}

const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

/** Directories, volume labels, GNU's directory dumps. */
const NO_FILES = "5VD";
/** Their size field may be anything, and no bytes follow. */
const NO_BODY = "123456";

const links: Record<string, string> = { "1": "hard link", "2": "symbolic link" };
const devices: Record<string, string> = { "3": "character device", "4": "block device", "6": "named pipe" };

/**
 * The entries of a tar archive, in one pass and without reading ahead: ustar, GNU and PAX; directories and
 * headers of metadata are counted by `onEntry` only. Links and devices are empty members with a warning and are never
 * followed. Pulled rather than pushed, so that a torn archive gives the same bytes each time (a push parser drops what
 * it has buffered).
 */
export async function* tarMembers(input: AsyncIterable<Uint8Array>, onEntry: () => void): AsyncGenerator<Member> {
  const reader = new ByteReader(input);
  try {
    for await (const entry of entries(reader, onEntry)) {
      onEntry();
      const { header } = entry;
      const end = reader.position + header.bytes;
      if (!NO_FILES.includes(header.type)) {
        const body = { torn: false };
        yield member(entry, contentOf(reader, end, body));
        if (body.torn) return;
      }
      await drain(reader.stream(end - reader.position));
      await reader.take(padding(header.bytes));
    }
  } finally {
    await reader.close();
  }
}

async function* contentOf(reader: ByteReader, end: number, state: { torn: boolean }): AsyncGenerator<Uint8Array> {
  try {
    yield* reader.stream(end - reader.position);
  } catch (error) {
    state.torn = true;
    throw error;
  }
}

/** A charset of East Asia or of DOS, where the name is in one. */
const otherName = (name: Uint8Array): ((raw: Uint8Array) => string) | undefined => {
  if (!name.some((byte) => byte >= 0x80)) return undefined;
  const charset = nameCharset([name]);
  return charset === undefined ? undefined : (raw) => new TextDecoder(charset).decode(raw);
};

const member = ({ header, name, pax }: Entry, content: AsyncIterable<Uint8Array>): Member => {
  const named = decodeName(name, otherName(name));
  const unreadable = pax.get(UNREADABLE_RECORD);
  if (unreadable)
    return { ...named, content, defect: defect("unreadable-file", Buffer.from(unreadable).toString("utf8")) };
  const link = links[header.type];
  if (link) {
    const target = decodeName(pax.get("linkpath") ?? header.link).name.slice(0, 100);
    return { ...named, content: once(NOTHING), warning: `A ${link} to ${JSON.stringify(target)}, not followed` };
  }
  const device = devices[header.type];
  if (device) return { ...named, content: once(NOTHING), warning: `A ${device}, not opened` };
  const warning = header.type === "S" ? "A sparse file: only its stored parts are here" : named.warning;
  return { name: named.name, bytes: header.bytes, content, ...(warning && { warning }) };
};

async function* entries(reader: ByteReader, onHeader: () => void): AsyncGenerator<Entry> {
  let pax = new Map<string, Uint8Array>();
  let global = new Map<string, Uint8Array>();
  let longName: Uint8Array | undefined;
  for (let block = await reader.take(BLOCK); block.length > 0; block = await reader.take(BLOCK)) {
    if (isZero(block)) continue;
    if (block.length < BLOCK) throw new Damage("truncated-archive", "The tar archive ends within a header");
    const header = parseHeader(block);
    if ("xgLKX".includes(header.type)) {
      onHeader();
      const body = await metadata(reader, header.bytes);
      if (header.type === "g") global = new Map([...global, ...parsePax(body)]);
      else if (header.type === "L") longName = untilNul(body);
      else if (header.type !== "K") pax = parsePax(body);
      continue;
    }
    for (let goesOn = header.sparseMapGoesOn; goesOn; ) goesOn = (await reader.take(BLOCK))[504] === 1;
    const records = new Map([...global, ...pax]);
    const size = records.get("size");
    const bytes = size ? Number(Buffer.from(size).toString("latin1")) : header.bytes;
    if (!Number.isSafeInteger(bytes) || bytes < 0)
      throw new Damage("damaged-archive", "A PAX header of the tar archive states an impossible size");
    const name = records.get("path") ?? longName ?? header.name;
    yield { header: { ...header, bytes: NO_BODY.includes(header.type) ? 0 : bytes }, name, pax: records };
    pax = new Map();
    longName = undefined;
  }
}

const untilNul = (body: Uint8Array): Uint8Array => {
  const end = body.indexOf(0);
  return Uint8Array.from(body.subarray(0, Math.min(NAME_BYTES, end < 0 ? body.length : end)));
};

const metadata = async (reader: ByteReader, bytes: number): Promise<Uint8Array> => {
  if (bytes > META_BYTES) throw new Damage("damaged-archive", `A header of the tar archive claims ${bytes} bytes`);
  const body = await reader.take(bytes);
  if (body.length < bytes) throw new Damage("truncated-archive", "The tar archive ends within a header");
  await reader.take(padding(bytes));
  return body;
};
