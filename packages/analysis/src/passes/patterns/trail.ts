/** A stretch of the input as it arrived. */
interface Piece {
  start: number;
  bytes: Uint8Array;
  /** Line ends before it. */
  lines: number;
}

const PIECE_BYTES = 64 * 1024;
const LINE_FEED = 10;

const countLines = (bytes: Uint8Array): number => {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
};

/** The input's last stretch, kept for as long as matches in it may still come: tells lines and surroundings. */
export class Trail {
  #pieces: Piece[] = [];
  #end = 0;
  #lines = 0;

  get end(): number {
    return this.#end;
  }

  add(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      const bytes = chunk.subarray(from, from + PIECE_BYTES);
      this.#pieces.push({ start: this.#end, bytes, lines: this.#lines });
      this.#end += bytes.length;
      this.#lines += countLines(bytes);
    }
  }

  forgetBefore(offset: number): void {
    const first = this.#pieces.findIndex(({ start, bytes }) => start + bytes.length > offset);
    this.#pieces = first < 0 ? [] : this.#pieces.slice(first);
  }

  /** Line of a place, from 1. */
  line(offset: number): number {
    const piece = this.#pieces.findLast(({ start }) => start <= offset);
    return piece ? 1 + piece.lines + countLines(piece.bytes.subarray(0, offset - piece.start)) : 1;
  }

  /** The stretch from `reach` bytes before `start` to as many after `end`, one character a byte. */
  around(start: number, end: number, reach: number): { text: string; start: number; end: number } {
    const from = Math.max(0, start - reach);
    const bytes = this.slice(from, end + reach);
    // What is no longer kept is missing at the beginning.
    const missing = Math.max(0, Math.min(this.#end, end + reach) - from - bytes.length);
    const first = Math.max(0, start - from - missing);
    return { text: bytes.toString("latin1"), start: first, end: first + end - start };
  }

  /** Bytes in `[from, to)`, as far as they are kept. */
  slice(from: number, to: number): Buffer {
    return Buffer.concat(
      this.#pieces
        .filter(({ start, bytes }) => start < to && start + bytes.length > from)
        .map(({ start, bytes }) => bytes.subarray(Math.max(0, from - start), Math.max(0, to - start))),
    );
  }
}
