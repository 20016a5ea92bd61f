import { limits } from "../limits.ts";

export interface Line {
  text: string;
  /** Byte offsets into the stream; `end` is before the line end. */
  start: number;
  end: number;
  /** From 1. */
  number: number;
  /** True where `text` is only the start of the line. */
  isCut: boolean;
}

export interface LineOptions {
  signal: AbortSignal;
  /** Bytes of a line that are kept. */
  limit?: number;
  encoding?: "utf8" | "latin1";
  /** Lines end with a return only, as on the classic Mac, in HL7 and in logs of progress. */
  endsWithReturn?: boolean;
}

const LF = 10;
const CR = 13;

/** Calls `visit` for each line, the last one without a line end included, and holds at most one line's kept part. */
export const eachLine = async (
  chunks: AsyncIterable<Uint8Array>,
  options: LineOptions,
  visit: (line: Line) => void,
): Promise<{ lines: number; bytes: number }> => {
  const { signal, limit = limits.line, encoding = "utf8", endsWithReturn = false } = options;
  const mark = endsWithReturn ? CR : LF;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let lineStart = 0;
  let offset = 0;
  let number = 0;
  const keep = (part: Buffer): void => {
    const room = limit - keptBytes;
    if (room <= 0 || part.length === 0) return;
    const taken = part.length > room ? part.subarray(0, room) : part;
    kept.push(Buffer.from(taken));
    keptBytes += taken.length;
  };
  const emit = (last: Buffer, end: number): void => {
    let bytes: Buffer;
    if (kept.length === 0) bytes = last.length > limit ? last.subarray(0, limit) : last;
    else {
      keep(last);
      bytes = Buffer.concat(kept);
    }
    const isCut = end - lineStart > bytes.length;
    const hasReturn = !isCut && bytes[bytes.length - 1] === CR;
    const length = hasReturn ? bytes.length - 1 : bytes.length;
    number++;
    visit({
      text: bytes.toString(encoding, 0, length),
      start: lineStart,
      end: hasReturn ? end - 1 : end,
      number,
      isCut,
    });
    kept = [];
    keptBytes = 0;
    lineStart = end + 1;
  };
  for await (const part of chunks) {
    signal.throwIfAborted();
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    let position = 0;
    for (let next = chunk.indexOf(mark); next >= 0; next = chunk.indexOf(mark, position)) {
      emit(chunk.subarray(position, next), offset + next);
      position = next + 1;
    }
    keep(chunk.subarray(position));
    offset += chunk.length;
  }
  if (offset > lineStart) emit(Buffer.alloc(0), offset);
  return { lines: number, bytes: offset };
};
