import { ByteReader } from "./bytes.ts";
import type { RandomAccess } from "./member.ts";

/** SQLite's write-ahead log ("The WAL-Mode File Format", sqlite.org). The last bit tells the byte order of the checksums. */
const MAGIC = 0x377f0682;
const HEADER_BYTES = 32;
const FRAME_BYTES = 24;
const DATABASE_MAGIC = Buffer.from("SQLite format 3\0");
/** Bytes 18 and 19 of a database tell how it is written: 2 with a log, 1 without. */
const WRITES_AHEAD = 2;
export const DATABASE_HEAD = 20;

export const isWriteAheadDatabase = (head: Uint8Array): boolean =>
  head.length >= DATABASE_HEAD && DATABASE_MAGIC.equals(head.subarray(0, 16)) && head[18] === WRITES_AHEAD;

/** What a log changes: where in it the newest form of a page stands, and how many pages the database has then. */
interface Committed {
  pageBytes: number;
  pages: ReadonlyMap<number, number>;
  count: number;
}

const sum = (sums: [number, number], bytes: Buffer, isBig: boolean): void => {
  let [a, b] = sums;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  sums[0] = a;
  sums[1] = b;
};

const isPageSize = (bytes: number): boolean => bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;

/** The pages of all transactions that were finished; `undefined` where the log holds none, or is none. */
const committedPages = async (log: RandomAccess): Promise<Committed | undefined> => {
  const reader = new ByteReader(log.read());
  try {
    const header = Buffer.from(await reader.take(HEADER_BYTES));
    if (header.length < HEADER_BYTES) return undefined;
    const magic = header.readUInt32BE(0);
    const isBig = magic === MAGIC + 1;
    const pageBytes = header.readUInt32BE(8);
    if ((magic !== MAGIC && !isBig) || !isPageSize(pageBytes)) return undefined;
    const sums: [number, number] = [0, 0];
    sum(sums, header.subarray(0, 24), isBig);
    const pages = new Map<number, number>();
    let open = new Map<number, number>();
    let count = 0;
    for (;;) {
      const place = reader.position + FRAME_BYTES;
      const frame = Buffer.from(await reader.take(FRAME_BYTES));
      const page = frame.length === FRAME_BYTES ? Buffer.from(await reader.take(pageBytes)) : Buffer.alloc(0);
      if (page.length < pageBytes || !frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
      sum(sums, frame.subarray(0, 8), isBig);
      sum(sums, page, isBig);
      if (frame.readUInt32BE(16) !== sums[0] || frame.readUInt32BE(20) !== sums[1]) break;
      open.set(frame.readUInt32BE(0), place);
      const size = frame.readUInt32BE(4);
      if (size === 0) continue;
      for (const [number, at] of open) pages.set(number, at);
      open = new Map();
      count = size;
    }
    return count > 0 ? { pageBytes, pages, count } : undefined;
  } finally {
    await reader.close();
  }
};

/** A database with its log worked in, so that it can be read without; as it is where the log changes nothing. */
export async function* withLog(database: RandomAccess, log: RandomAccess): AsyncGenerator<Uint8Array> {
  const committed = await committedPages(log);
  // Every page beyond the database's end stands in the log: a log that says otherwise is made to cost.
  const most = committed && Math.ceil(database.bytes / committed.pageBytes) + committed.pages.size;
  if (!committed || committed.count > (most as number)) {
    yield* database.read();
    return;
  }
  const { pageBytes, pages, count } = committed;
  for (let page = 1; page <= count; page++) {
    const at = pages.get(page);
    const start = (page - 1) * pageBytes;
    const whole = Buffer.alloc(pageBytes);
    let filled = 0;
    const source =
      at === undefined
        ? database.read({ start, end: start + pageBytes })
        : log.read({ start: at, end: at + pageBytes });
    if (at !== undefined || start < database.bytes)
      for await (const part of source) filled += Buffer.from(part).copy(whole, filled);
    if (page === 1) whole.fill(1, 18, 20);
    yield whole;
  }
}
