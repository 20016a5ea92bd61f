import { cellType, isNull } from "./cell.ts";

const YEAR = /^(?:19|20)\d\d$/;
/** Names of columns that look like values: years, months, quarters. */
const period =
  /^(?:(?:19|20)\d\d(?:[-/.](?:0?[1-9]|1[0-2]))?|(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d|(?:FY|Q[1-4][ -]?)'?\d\d(?:\d\d)?|\d{4}-?[QqWw]\d{1,2}|\d{4}-\d\d-\d\d)$/;
const NAME_LENGTH = 200;

const isName = (cell: string): boolean => cell.length <= NAME_LENGTH && cellType(cell) === "text" && !isNull(cell);

/** Cells below hold what the first row has names for: of periods they are not periods themselves. */
const isUnlike = (below: readonly string[], column: number, rows: readonly (readonly string[])[]): boolean => {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
  return below.length === 0 || cells.filter((cell) => YEAR.test(cell) || period.test(cell)).length <= cells.length / 2;
};

/** A first record is a header if its fields are names: texts, or periods over other values; a nameless first column is let pass. */
export const isHeader = (first: readonly string[], rows: readonly (readonly string[])[]): boolean => {
  const names = first.map((field) => field.trim().replace(/^\ufeff/, ""));
  const filled = names.filter((name) => name !== "");
  const empty = names.length - filled.length;
  if (filled.length === 0 || empty > Math.max(1, names.length * 0.2)) return false;
  const periods = names.filter((name) => period.test(name));
  const texts = filled.filter((name) => !period.test(name));
  if (!texts.every(isName)) return false;
  if (texts.length === 0 && !(empty === 1 && names[0] === "" && periods.length > 1)) return false;
  const isOverPeriods = names.every((name, column) => !period.test(name) || isUnlike(filled, column, rows));
  if (!isOverPeriods) return false;
  const repeated = filled.length - new Set(filled.map((name) => name.toLowerCase())).size;
  if (repeated === 0) return true;
  // A repeated name is a name still, where the cells below it are no texts, or no row below repeats so.
  return (
    repeated * 2 <= filled.length &&
    rows.length > 0 &&
    rows.every((row) => row.join("\0") !== first.join("\0")) &&
    hasTypedColumn(rows)
  );
};

const hasTypedColumn = (rows: readonly (readonly string[])[]): boolean =>
  (rows[0] ?? []).some((_, column) => {
    const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
    return cells.length > 0 && cells.every((cell) => cellType(cell) !== "text");
  });
