import type { Report } from "../report.ts";
import { Column } from "./column.ts";
import type { Dialect } from "./dialect.ts";
import { isHeader } from "./header.ts";
import { fieldText, RecordReader, type TableRecord } from "./records.ts";

const MAX_COLUMNS = 300;
/**
 * What a spreadsheet program would run: a formula, a function behind another sign, a call of another program (OWASP, "CSV
 * Injection"). A sign before a name or a number is none.
 */
const formula = /^[\t\r ]{0,4}(?:=(?=[A-Za-z(+\-@"'\d{$[])|[@+-](?=[A-Za-z_.]{1,40}\()|[=+@-].{0,200}\|.{0,200}!)/;

const mayBeFormula = (code: number): boolean =>
  code === 61 || code === 64 || code === 43 || code === 45 || code === 32 || code === 9 || code === 13;

/** Records that tell how wide a table without a header is: its lines do not, where cells hold line ends. */
const FIRST_RECORDS = 20;

const mostFrequent = (values: readonly number[]): number => {
  const tally = new Map<number, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  return [...tally].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
};

export interface TableOptions {
  dialect: Dialect;
  signal: AbortSignal;
  /** Offsets into the component are known. */
  hasOffsets: boolean;
  /** A slice knows what is usual in its columns, and not in the file's. */
  isSlice?: boolean;
  /** A slice of a table after its first has no header of its own. */
  isContinued: boolean;
}

/** Profiles a delimited table of any size: header, columns, ragged rows, formulas. */
export const profileTable = async (
  chunks: AsyncIterable<Uint8Array>,
  options: TableOptions,
  report: Report,
): Promise<Record<string, unknown>> => {
  const { dialect, signal, hasOffsets, isContinued, isSlice = false } = options;
  let columns: Column[] = [];
  let first: TableRecord[] = [];
  let hasHeader = false;
  let rows = 0;
  let ragged = 0;
  let width = 0;
  const find = (
    record: TableRecord,
    rule: string,
    title: string,
    severity: "info" | "low" | "medium",
    context: string,
  ): void =>
    report.find({
      rule,
      title,
      severity,
      line: record.line,
      ...(hasOffsets ? { start: record.start, end: record.end } : {}),
      context: fieldText(context.slice(0, 200)),
    });
  const begin = (): void => {
    const [{ fields } = { fields: [] }] = first;
    hasHeader =
      first.length > 0 &&
      !isContinued &&
      isHeader(
        fields,
        first.slice(1).map((record) => record.fields),
      );
    const usual = mostFrequent(first.slice(hasHeader ? 1 : 0).map((record) => record.fields.length));
    width = hasHeader && fields.length !== usual - 1 ? fields.length : usual;
    const names = hasHeader ? fields.map((field) => fieldText(field.trim()).replace(/^\ufeff/, "")) : [];
    columns = Array.from({ length: Math.min(width, MAX_COLUMNS) }, (_, i) => new Column(names[i] || `column ${i + 1}`));
    const waiting = hasHeader ? first.slice(1) : first;
    first = [];
    for (const record of waiting) row(record);
  };
  const visit = (record: TableRecord): void => {
    if (columns.length > 0) row(record);
    else if (first.push(record) === FIRST_RECORDS) begin();
  };
  const row = (record: TableRecord): void => {
    const { fields } = record;
    rows++;
    if (record.isCut)
      find(
        record,
        "unclosed-record",
        "A record that does not end; most likely a quote that is never closed",
        "medium",
        fields[0] ?? "",
      );
    else if (fields.length !== width) {
      ragged++;
      find(
        record,
        "ragged-row",
        `A row of ${fields.length} field${fields.length === 1 ? "" : "s"} in a table of ${width} column${width === 1 ? "" : "s"}`,
        "low",
        fields.join(dialect.delimiter),
      );
    }
    const end = Math.min(fields.length, columns.length);
    for (let i = 0; i < end; i++) {
      const cell = fields[i] as string;
      const column = columns[i] as Column;
      const odd = column.add(cell);
      if (odd && !isSlice)
        find(record, "odd-cell", `"${column.name}" holds text among ${column.type} cells`, "low", cell);
      if (mayBeFormula(cell.charCodeAt(0)) && formula.test(cell))
        find(record, "formula-cell", "A cell that a spreadsheet program would run as a formula", "medium", cell);
    }
  };
  const reader = new RecordReader(isContinued ? { ...dialect, preamble: 0 } : dialect, visit);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  reader.end();
  if (columns.length === 0) begin();
  return {
    delimiter: dialect.delimiter,
    ...(dialect.preamble ? { preambleLines: dialect.preamble } : {}),
    ...(dialect.hasBackslash ? { escape: "backslash" } : {}),
    ...(dialect.quote ? { quote: dialect.quote } : {}),
    ...(dialect.lineEnd === "\r" ? { lineEnd: "CR" } : {}),
    hasHeader,
    ...(isContinued && { isContinued }),
    rows,
    raggedRows: ragged,
    columnCount: width,
    columns: columns.map((column) => column.facts()),
  };
};
