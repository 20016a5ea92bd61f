import type { DatabaseSync } from "node:sqlite";
import { encodingOf } from "@torrent/decompose/unstable";
import type { Report } from "../report.ts";
import { strings } from "./strings.ts";

/** What all tables of one file may hold. */
export interface TableRoom {
  /** Rows that the file has room for; what is counted is taken off. */
  rows: number;
  /** Bytes of one cell. */
  cell: number;
  /** Characters of all cells: a default of the schema may stand for any number of them. */
  text: number;
}

interface Column {
  name: string;
  type: string;
  hidden: number;
}

const MAX_ROWS_READ = 20_000;
const CELL = 4000;
/** A longer blob is content of its own kind, and is not loaded. */
const MAX_BLOB = 2 ** 16;
/** Bytes of a table's or column's name. */
export const MAX_NAME = 500;
const GENERATED = [2, 3];

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Reads columns that are stored: a generated one is an expression of the file's author. */
export const readTable = (
  database: DatabaseSync,
  name: string,
  room: TableRoom,
  report: Report,
): Record<string, unknown> => {
  try {
    const columns = database.prepare(`PRAGMA table_xinfo(${identifier(name)})`).all() as unknown as Column[];
    const stored = columns.filter((column) => column.hidden === 0 && column.name.length <= MAX_NAME);
    const rows = countRows(database, name, room, report);
    if (stored.length > 0) sayRows(database, name, stored, room, report);
    if (rows > MAX_ROWS_READ) report.cut();
    return {
      name,
      rows,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        ...(GENERATED.includes(column.hidden) ? { generated: true } : {}),
      })),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.find({ rule: "unreadable-table", title: `Table "${name}" can't be read: ${reason}`, severity: "medium" });
    return { name, readable: false };
  }
};

/** Counts as far as the file has room for rows: pages that lead to each other would be counted without end. */
const countRows = (database: DatabaseSync, name: string, room: TableRoom, report: Report): number => {
  const counted = database
    .prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${identifier(name)} NOT INDEXED LIMIT ${room.rows + 1})`)
    .get() as { n: number };
  if (counted.n > room.rows) {
    report.find({
      rule: "malformed-database",
      title: `Table "${name}" has more rows than the file has room for: its pages lead to each other`,
      severity: "high",
    });
    report.cut();
  }
  room.rows = Math.max(0, room.rows - counted.n);
  return counted.n;
};

const sayRows = (
  database: DatabaseSync,
  name: string,
  columns: readonly Column[],
  room: TableRoom,
  report: Report,
): void => {
  if (report.full) return;
  report.say(columns.map((column) => column.name).join("\t"));
  // Neither `typeof` nor `octet_length` loads the value.
  const cells = columns.map((column) => {
    const cell = identifier(column.name);
    return `CASE typeof(${cell}) WHEN 'blob' THEN
      CASE WHEN octet_length(${cell}) <= ${Math.min(room.cell, MAX_BLOB)} THEN substr(${cell}, 1, ${CELL}) ELSE NULL END WHEN 'text' THEN
      CASE WHEN octet_length(${cell}) <= ${room.cell} THEN ${cell} ELSE x'' END ELSE ${cell} END`;
  });
  const statement = database.prepare(
    `SELECT ${cells.join(", ")} FROM ${identifier(name)} NOT INDEXED LIMIT ${MAX_ROWS_READ}`,
  );
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  for (const row of statement.iterate() as Iterable<unknown>) {
    if (report.full || room.text < 0) break;
    for (const cell of row as unknown[]) if (typeof cell === "string") room.text -= cell.length;
    report.say((row as unknown[]).map((cell) => text(cell, report)).join("\t"));
  }
  if (room.text < 0) report.cut();
};

const text = (cell: unknown, report: Report): string => {
  if (!(cell instanceof Uint8Array)) return String(cell ?? "").slice(0, CELL);
  if (cell.length > 0) return blobText(cell);
  // An empty blob stands for a text that was too long to be loaded.
  report.cut();
  return "";
};

/** A blob that is a text after all, or its readable runs. */
const blobText = (blob: Uint8Array): string => {
  const charset = encodingOf(blob.subarray(0, 512));
  if (charset === "utf-8" || charset?.startsWith("utf-16")) return new TextDecoder(charset).decode(blob);
  return [...strings(blob)].join(" ");
};
