import type { Report } from "../report.ts";
import { Column, cellType, isNull } from "./column.ts";
import type { Dialect } from "./dialect.ts";
import { fieldText, RecordReader, type TableRecord } from "./records.ts";

const MAX_COLUMNS = 300;
/** Cells of these characters at the start are formulas to a spreadsheet program: OWASP, "CSV Injection". */
const formula = /^[=@\t\r]|^[+-](?=[A-Za-z@=(])/;

/** A first record is a header if its fields are all different, filled and typed as text. */
const isHeader = (first: readonly string[]): boolean => {
  const names = first.map((field) => field.trim().toLowerCase());
  return (
    names.every((name) => name !== "" && name.length <= 200 && cellType(name) === "text" && !isNull(name)) &&
    new Set(names).size === names.length
  );
};

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
    hasHeader = first.length > 0 && !isContinued && isHeader(fields);
    width = hasHeader ? fields.length : mostFrequent(first.map((record) => record.fields.length));
    const names = hasHeader ? fields.map((field) => fieldText(field.trim()).replace(/^\ufeff/, "")) : [];
    columns = Array.from({ length: Math.min(width, MAX_COLUMNS) }, (_, i) => new Column(names[i] ?? `column ${i + 1}`));
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
      if (formula.test(cell))
        find(record, "formula-cell", "A cell that a spreadsheet program would run as a formula", "medium", cell);
    }
  };
  const reader = new RecordReader(dialect, visit);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  reader.end();
  if (columns.length === 0) begin();
  return {
    delimiter: dialect.delimiter,
    hasHeader,
    ...(isContinued && { isContinued }),
    rows,
    raggedRows: ragged,
    columnCount: width,
    columns: columns.map((column) => column.facts()),
  };
};
