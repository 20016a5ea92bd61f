import { closeSync, openSync, readSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { encodingOf } from "@torrent/decompose";
import { Report } from "../report.ts";
import { strings } from "./strings.ts";
import type { Parser } from "./task.ts";

const MAX_TABLES = 200;
const MAX_ROWS_READ = 20_000;
const CELL = 4000;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A SQLite database: tables, columns, row counts; its rows' texts go into the report's text. Nothing in it is run. */
export const parse: Parser = async ({ path }) => {
  const report = new Report();
  if (!path) throw new TypeError("A database is read from a copy on disk");
  const database = new DatabaseSync(path, {
    readOnly: true,
    allowExtension: false,
    enableForeignKeyConstraints: false,
  });
  try {
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
    const schema = database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
    const tables: Record<string, unknown>[] = [];
    for (const { type, name, sql } of schema as { type: string; name: string; sql: string | null }[]) {
      if (type === "trigger")
        report.find({ rule: "database-trigger", title: `A trigger "${name}"`, severity: "info", context: sql ?? "" });
      if (type !== "table" || tables.length >= MAX_TABLES) continue;
      if (/^CREATE VIRTUAL TABLE/i.test(sql ?? "")) tables.push({ name, virtual: true });
      else tables.push(readTable(database, name, report));
    }
    if (isWriteAhead(path))
      report.find({
        rule: "write-ahead-log-missing",
        title: "The database writes ahead into a log of its own; what stands in that log only is not here",
        severity: "info",
        start: 18,
      });
    report.facts.sqlite = {
      pageSize: pragma(database, "page_size"),
      pages: pragma(database, "page_count"),
      encoding: pragma(database, "encoding"),
      userVersion: pragma(database, "user_version"),
      freePages: pragma(database, "freelist_count"),
      objects: schema.length,
      tables,
    };
  } finally {
    database.close();
  }
  return report.output();
};

/** Bytes 18 and 19 of the header tell how it is written. Intake sets them back where it has merged the log. */
const isWriteAhead = (path: string): boolean => {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(20);
    return readSync(file, header, 0, 20, 0) === 20 && header[18] === 2;
  } finally {
    closeSync(file);
  }
};

/** A blob that is a text after all, or its readable runs. */
const blobText = (blob: Uint8Array): string => {
  const head = blob.subarray(0, CELL);
  const charset = encodingOf(head.subarray(0, 512));
  if (charset === "utf-8" || charset?.startsWith("utf-16")) return new TextDecoder(charset).decode(head);
  return [...strings(head)].join(" ");
};

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

const readTable = (database: DatabaseSync, name: string, report: Report): Record<string, unknown> => {
  const table = identifier(name);
  try {
    const columns = database.prepare(`PRAGMA table_info(${table})`).all() as { name: string; type: string }[];
    const statement = database.prepare(`SELECT * FROM ${table} LIMIT ${MAX_ROWS_READ}`);
    statement.setReadBigInts(true);
    const total = database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number };
    if (!report.full) report.say(columns.map((column) => column.name).join("\t"));
    for (const row of statement.iterate()) {
      if (report.full) break;
      const cells = Object.values(row).map((cell) =>
        cell instanceof Uint8Array ? blobText(cell) : String(cell ?? "").slice(0, CELL),
      );
      report.say(cells.join("\t"));
    }
    if (total.n > MAX_ROWS_READ) report.cut();
    return { name, rows: total.n, columns: columns.map((column) => ({ name: column.name, type: column.type })) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.find({ rule: "unreadable-table", title: `Table "${name}" can't be read: ${reason}`, severity: "medium" });
    return { name, readable: false };
  }
};
