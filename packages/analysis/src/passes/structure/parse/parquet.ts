import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { FileMetaData } from "hyparquet";
import { limits } from "../limits.ts";
import { Report } from "../report.ts";
import { PAGE_BYTES, readableColumns } from "./parquet-pages.ts";
import type { Parser } from "./task.ts";

/** Of one row group unpacked; larger ones are described, their rows not read. */
const GROUP_BYTES = 128 * 2 ** 20;
const ROWS = 20_000;

const inflated =
  (unpack: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array) =>
  (bytes: Uint8Array, size: number): Uint8Array =>
    unpack(bytes, { maxOutputLength: Math.min(size || PAGE_BYTES, PAGE_BYTES) });
const compressors = {
  GZIP: inflated(gunzipSync),
  BROTLI: inflated(brotliDecompressSync),
  ZSTD: inflated(zstdDecompressSync),
};

const columns = (metadata: FileMetaData): Record<string, unknown>[] => {
  const totals = new Map<string, { compressed: number; bytes: number; nulls: number; codec: string }>();
  for (const group of metadata.row_groups)
    for (const { meta_data: column } of group.columns) {
      if (!column) continue;
      const key = column.path_in_schema.join(".");
      const total = totals.get(key) ?? { compressed: 0, bytes: 0, nulls: 0, codec: column.codec };
      total.compressed += Number(column.total_compressed_size);
      total.bytes += Number(column.total_uncompressed_size);
      total.nulls += Number(column.statistics?.null_count ?? 0);
      totals.set(key, total);
    }
  return [...totals].map(([name, total]) => ({ name, ...total }));
};

const cellText = (value: unknown): string => {
  if (value === null || value === undefined || value instanceof Uint8Array) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return typeof value === "object"
    ? JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one))
    : String(value);
};

/** Apache Parquet: schema, row groups, sizes and nulls by the footer; first rows as text. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const { parquetMetadata, parquetReadObjects } = await import("hyparquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const rows = Number(metadata.num_rows);
  report.facts.parquet = {
    version: metadata.version,
    createdBy: metadata.created_by,
    rows,
    rowGroups: metadata.row_groups.length,
    schema: metadata.schema.map(({ name, type, logical_type, converted_type, repetition_type, num_children }) => ({
      name,
      type: logical_type?.type ?? converted_type ?? type,
      repetition: repetition_type,
      children: num_children,
    })),
    columns: columns(metadata),
    keys: metadata.key_value_metadata?.map(({ key }) => key),
  };
  const [first] = metadata.row_groups;
  if (!first || rows === 0) return report.output();
  if (Number(first.total_byte_size) > GROUP_BYTES) {
    report.find({
      rule: "row-group-too-large",
      title: `The first row group unpacks to ${first.total_byte_size} bytes; no rows were read`,
      severity: "info",
    });
    report.cut();
    return report.output();
  }
  const rowEnd = Math.max(0, Math.min(ROWS, Number(first.num_rows)));
  const { readable, tooLarge } = readableColumns(bytes, metadata, rowEnd);
  for (const name of tooLarge)
    report.find({
      rule: "column-too-large",
      title: "A column whose first rows unpack to more values than are read",
      severity: "low",
      context: name,
    });
  if (tooLarge.length > 0) report.cut();
  if (readable.length === 0) return report.output();
  const read = await parquetReadObjects({
    file,
    metadata,
    compressors,
    rowStart: 0,
    rowEnd,
    columns: readable,
  }).catch((error: Error) => {
    report.find({ rule: "unreadable-rows", title: `The rows can't be read: ${error.message}`, severity: "medium" });
    return [];
  });
  for (const row of read) {
    if (report.full) break;
    report.say(Object.values(row).map(cellText).join("\t").slice(0, limits.line));
  }
  if (read.length < rows) report.cut();
  return report.output();
};
