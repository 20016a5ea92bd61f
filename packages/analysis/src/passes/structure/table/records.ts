import type { Dialect } from "./dialect.ts";
import { isOpenAfter, splitRecord } from "./split.ts";

export interface TableRecord {
  /** Fields as one character per byte; see `fieldText`. */
  fields: string[];
  start: number;
  end: number;
  /** Line of the record's start, from 1. */
  line: number;
  /** Longer than the limit, or it opens a quote that is never closed. */
  isCut: boolean;
}

interface Piece {
  text: string;
  start: number;
  line: number;
}

/** The longest record, in bytes. */
export const RECORD_LIMIT = 2 ** 20;
const FIELD_LIMIT = 10_000;
/** After so many quotes that were never closed, quotes in this table mean nothing. */
const RECOVERIES = 8;

/** A field as text: fields are kept byte by byte until somebody wants to read them. */
export const fieldText = (field: string): string =>
  /[\x80-\xff]/.test(field) ? Buffer.from(field, "latin1").toString() : field;

/**
 * Cuts a stream of bytes into records; a line end within quotes belongs to the field. Holds one record of at most
 * `RECORD_LIMIT` bytes. Where a quote stays open for longer, its line is a record by itself and reading goes on after it.
 */
export class RecordReader {
  readonly #dialect: Dialect;
  readonly #lineEnd: string;
  /** Lines of the preamble that are still to come. */
  #preamble: number;
  readonly #visit: (record: TableRecord) => void;
  #pieces: Piece[] = [];
  #size = 0;
  #open = false;
  #unclosed = 0;
  #line = 1;
  #rest: string[] = [];
  #restSize = 0;
  #position = 0;

  constructor(dialect: Dialect, visit: (record: TableRecord) => void) {
    this.#dialect = dialect;
    this.#lineEnd = dialect.lineEnd ?? "\n";
    this.#preamble = dialect.preamble ?? 0;
    this.#visit = visit;
  }

  write(chunk: Buffer): void {
    const text = chunk.toString("latin1");
    let position = 0;
    const mark = this.#lineEnd;
    for (let next = text.indexOf(mark); next >= 0; next = text.indexOf(mark, position)) {
      this.#keep(text.slice(position, next));
      this.#endLine();
      position = next + 1;
    }
    this.#keep(text.slice(position));
  }

  end(): void {
    if (this.#restSize > 0) this.#endLine();
    while (this.#pieces.length > 0) this.#recover();
  }

  /** What is past the limit only counts. */
  #keep(part: string): void {
    if (this.#restSize < RECORD_LIMIT) this.#rest.push(part);
    this.#restSize += part.length;
  }

  #endLine(): void {
    const text = this.#rest.length === 1 ? (this.#rest[0] as string) : this.#rest.join("");
    const piece = { text, start: this.#position, line: this.#line++ };
    this.#position += this.#restSize + 1;
    const isTooLong = this.#restSize > RECORD_LIMIT;
    this.#rest = [];
    this.#restSize = 0;
    if (isTooLong) {
      while (this.#pieces.length > 0) this.#recover();
      this.#emit([piece], true);
    } else this.#take(piece);
  }

  #take(piece: Piece): void {
    if (this.#preamble > 0) {
      this.#preamble--;
      return;
    }
    this.#pieces.push(piece);
    this.#size += piece.text.length + 1;
    this.#open = this.#unclosed < RECOVERIES && isOpenAfter(piece.text, this.#dialect, this.#open);
    if (!this.#open) {
      this.#emit(this.#pieces, false);
      this.#pieces = [];
      this.#size = 0;
    } else if (this.#size > RECORD_LIMIT) this.#recover();
  }

  /** Takes the first line as a record by itself and the others anew. */
  #recover(): void {
    const [first, ...others] = this.#pieces;
    this.#pieces = [];
    this.#size = 0;
    this.#open = false;
    this.#unclosed++;
    if (first) this.#emit([first], true);
    for (const piece of others) this.#take(piece);
  }

  #emit(pieces: readonly Piece[], isCut: boolean): void {
    const [first] = pieces as [Piece];
    const joined = pieces.length === 1 ? first.text : pieces.map((piece) => piece.text).join("\n");
    const record = joined.charCodeAt(joined.length - 1) === 13 ? joined.slice(0, -1) : joined;
    if (record === "" || (/^[\0\s]*$/.test(record.slice(0, 64).padEnd(1)) && record.trim() === "")) return;
    const fields = splitRecord(record, this.#dialect);
    for (let i = 0; i < fields.length; i++)
      if ((fields[i] as string).length > FIELD_LIMIT) fields[i] = (fields[i] as string).slice(0, FIELD_LIMIT);
    this.#visit({ fields, start: first.start, end: first.start + record.length, line: first.line, isCut });
  }
}
