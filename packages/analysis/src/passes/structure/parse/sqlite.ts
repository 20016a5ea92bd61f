import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { Report } from "../report.ts";
import { openGuarded } from "./sqlite-guard.ts";
import { isSchemaTree } from "./sqlite-schema-tree.ts";
import { MAX_NAME, readTable, type TableRoom } from "./sqlite-table.ts";
import type { Parser } from "./task.ts";

const MAX_OBJECTS = 10_000;
const MAX_TABLES = 200;
const MAX_SQL = 4000;
/** The fewest bytes that a row takes in a file. */
const ROW_BYTES = 4;
/** A longer cell is not loaded, whatever it states about itself. */
const MAX_CELL = 8 * 2 ** 20;

interface SchemaRow {
  type: string;
  name: string;
  sql: string | null;
}

const COMMENT = /\/\*[\s\S]*?(\*\/|$)|--[^\n]*/g;
/** What the statement makes: a row of the schema may call a view or a module's table a "table". */
const made = (sql: string): string | undefined =>
  /^\s*CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?(\w+)/i.exec(sql.replace(COMMENT, " "))?.[1]?.toUpperCase();

/** A SQLite database: tables, columns, row counts; its rows' texts go into the report's text. Nothing in it is run. */
export const parse: Parser = async ({ path }) => {
  const report = new Report();
  if (!path) throw new TypeError("A database is read from a copy on disk");
  const { size } = await stat(path);
  if (!isSchemaTree(path)) throw new RangeError("the pages of its schema lead to each other");
  const database = openGuarded(path);
  try {
    const schema = database
      .prepare(
        `SELECT substr(type, 1, 20) AS type, name, CASE WHEN octet_length(sql) <= ${MAX_SQL} THEN sql ELSE substr(sql, 1, ${MAX_SQL}) END AS sql
         FROM sqlite_schema WHERE octet_length(name) <= ${MAX_NAME} ORDER BY type, name LIMIT ${MAX_OBJECTS}`,
      )
      .all() as unknown as SchemaRow[];
    if (schema.length >= MAX_OBJECTS) report.cut();
    if (isWriteAhead(path))
      report.find({
        rule: "write-ahead-log-missing",
        title:
          "The database uses a write-ahead log that was not delivered; changes that are only in the log are missing",
        severity: "info",
        start: 18,
      });
    // It is open now: whatever ends this process, nothing of the copy stays behind.
    rmSync(path, { force: true });
    // No cell is longer than the file: one that says so is made of pages that are read over and over.
    const room: TableRoom = { rows: Math.ceil(size / ROW_BYTES), cell: Math.min(MAX_CELL, size), text: 2 * size };
    report.facts.sqlite = {
      pageSize: pragma(database, "page_size"),
      pages: pragma(database, "page_count"),
      encoding: pragma(database, "encoding"),
      userVersion: pragma(database, "user_version"),
      freePages: pragma(database, "freelist_count"),
      objects: schema.length,
      tables: tables(database, schema, room, report),
    };
  } finally {
    database.close();
  }
  return report.output();
};

/** Bytes 18 and 19 of the header say how it is written. Intake resets them where it has merged the log. */
const isWriteAhead = (path: string): boolean => {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(20);
    return readSync(file, header, 0, 20, 0) === 20 && header[18] === 2;
  } finally {
    closeSync(file);
  }
};

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

const tables = (
  database: DatabaseSync,
  schema: readonly SchemaRow[],
  room: TableRoom,
  report: Report,
): Record<string, unknown>[] => {
  const read: Record<string, unknown>[] = [];
  for (const { type, name, sql } of schema) {
    if (type === "trigger")
      report.find({ rule: "database-trigger", title: `A trigger "${name}"`, severity: "info", context: sql ?? "" });
    if (type !== "table" || read.length >= MAX_TABLES) continue;
    const statement = made(sql ?? "");
    if (statement === "VIRTUAL") read.push({ name, virtual: true });
    // SQLite's own tables have a statement too, but for the schema itself.
    else if (statement === "TABLE") read.push(readTable(database, name, room, report));
    else {
      report.find({
        rule: "unreadable-table",
        title: `"${name}" is called a table and is made by another statement; it was not read`,
        severity: "medium",
        context: sql ?? "",
      });
      read.push({ name, readable: false });
    }
  }
  return read;
};
