import type { FileMetaData, RowGroup } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/** Values that are unpacked of one column, and of all: a few bytes may stand for any number of equal ones. */
const COLUMN_VALUES = 4_000_000;
const VALUES = 16_000_000;
/** Bytes of one page unpacked. */
export const PAGE_BYTES = 64 * 2 ** 20;

type ColumnMeta = NonNullable<RowGroup["columns"][number]["meta_data"]>;

/** Values that reading the first rows of a column would unpack; infinite where a page is larger than is read. */
const valuesOf = (bytes: Uint8Array, column: ColumnMeta, isFlat: boolean, rowEnd: number): number => {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const length = Number(column.total_compressed_size);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
  const reader = { view, offset: 0 };
  let values = 0;
  let rows = 0;
  while (reader.offset < length - 1 && (!isFlat || rows < rowEnd)) {
    const header = parquetHeader(reader);
    const page = header.data_page_header ?? header.data_page_header_v2;
    if (!(header.compressed_page_size >= 0)) throw new RangeError("A page of negative length");
    if (!(header.uncompressed_page_size <= PAGE_BYTES)) return Number.POSITIVE_INFINITY;
    reader.offset += header.compressed_page_size;
    rows += page?.num_values ?? 0;
    values += Math.abs(page?.num_values ?? 0) + Math.abs(header.dictionary_page_header?.num_values ?? 0);
    if (values > COLUMN_VALUES) return values;
  }
  return values;
};

export interface ReadableColumns {
  /** Names of top-level columns whose first rows can be unpacked within the limits. */
  readable: string[];
  /** The others. */
  tooLarge: string[];
}

/** Goes through the headers of a row group's pages, which the footer need not agree with. */
export const readableColumns = (bytes: Uint8Array, metadata: FileMetaData, rowEnd: number): ReadableColumns => {
  const readable = new Set<string>();
  const tooLarge = new Set<string>();
  const repeated = new Set(
    metadata.schema.filter((element) => element.repetition_type === "REPEATED").map((element) => element.name),
  );
  let total = 0;
  for (const { meta_data: column } of metadata.row_groups[0]?.columns ?? []) {
    const [name] = column?.path_in_schema ?? [];
    if (!column || name === undefined) continue;
    let values = 0;
    try {
      values = valuesOf(bytes, column, column.path_in_schema.length === 1 && !repeated.has(name), rowEnd);
    } catch {
      // Reading it says what is wrong with it.
    }
    const isTooLarge = values > COLUMN_VALUES || total + values > VALUES;
    if (!isTooLarge) total += values;
    (isTooLarge ? tooLarge : readable).add(name);
  }
  return { readable: [...readable].filter((name) => !tooLarge.has(name)), tooLarge: [...tooLarge] };
};
