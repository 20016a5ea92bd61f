import { readNumber } from "./numbers.ts";

export const cellTypes = ["integer", "number", "boolean", "date", "datetime", "text"] as const;
export type CellType = (typeof cellTypes)[number];

const nulls = new Set([
  "",
  "null",
  "NULL",
  "Null",
  "NA",
  "N/A",
  "n/a",
  "na",
  "nan",
  "NaN",
  "None",
  "none",
  "nil",
  "-",
  "\\N",
  "#N/A",
]);
const booleans = new Set("true false TRUE FALSE True False yes no Yes No YES NO t f".split(" "));
const integer = /^[+-]?\d{1,40}$/;
/** `00123` and `+49301234567` are numbers to be called, not to be counted with. */
const code = /^0\d|^\+\d{7}/;
const number = /^[+-]?(\d{1,30}(\.\d{1,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?$/;
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}\. ?\d{1,2}\. ?\d{2,4})$/;
const datetime =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})[T ]\d{1,2}:\d\d(:\d\d([.,]\d{1,9})?)?\s?([AaPp][Mm])?\s?(Z|[+-]\d\d:?\d\d)?$/;

/** Numbers and dates begin with one of these; everything else needs no pattern. */
const beginsNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
/** Currencies, brackets around what is owed. */
const beginsAmount = (code: number): boolean =>
  code === 36 || code === 40 || code === 44 || code === 0xc2 || code === 0xe2;

export const isNull = (cell: string): boolean => cell.length <= 4 && nulls.has(cell);

export const cellType = (cell: string): CellType => {
  if (cell.length <= 5 && booleans.has(cell)) return "boolean";
  if (cell.length > 60) return "text";
  const first = cell.charCodeAt(0);
  if (!beginsNumber(first)) return beginsAmount(first) && readNumber(cell) ? "number" : "text";
  if (integer.test(cell)) return code.test(cell) ? "text" : "integer";
  if (number.test(cell)) return "number";
  if (date.test(cell)) return "date";
  if (datetime.test(cell)) return "datetime";
  return readNumber(cell) ? "number" : "text";
};
