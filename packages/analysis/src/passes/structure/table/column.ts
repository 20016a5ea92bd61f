import { Distinct } from "./distinct.ts";
import { fieldText } from "./records.ts";

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
const booleans = new Set([
  "true",
  "false",
  "TRUE",
  "FALSE",
  "True",
  "False",
  "yes",
  "no",
  "Yes",
  "No",
  "YES",
  "NO",
  "t",
  "f",
]);
const integer = /^[+-]?\d{1,18}$/;
const number = /^[+-]?(\d{1,30}([.,]\d{1,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?$/;
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/;
const datetime = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]\d{1,2}:\d\d(:\d\d([.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?$/;

/** Numbers and dates begin with one of these; everything else needs no pattern. */
const beginsNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;

export const isNull = (cell: string): boolean => cell.length <= 4 && nulls.has(cell);

export const cellType = (cell: string): CellType => {
  if (cell.length <= 5 && booleans.has(cell)) return "boolean";
  if (cell.length > 60 || !beginsNumber(cell.charCodeAt(0))) return "text";
  if (integer.test(cell)) return "integer";
  if (number.test(cell)) return "number";
  if (date.test(cell)) return "date";
  return datetime.test(cell) ? "datetime" : "text";
};

/** Share of the cells that must agree before a column has a type other than text. */
const MAJORITY = 0.95;
/** A type this frequent is the column's, and cells that differ from it are worth a word. */
const TYPICAL_ROWS = 50;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** What is known of one column: types, empties, distinct values, range. */
export class Column {
  readonly name: string;
  readonly #types: Record<CellType, number> = { integer: 0, number: 0, boolean: 0, date: 0, datetime: 0, text: 0 };
  readonly #distinct = new Distinct();
  #cells = 0;
  #nulls = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #longest = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The cell's type where it is unlike what the column held so far, else `undefined`. */
  add(raw: string): CellType | undefined {
    const cell = raw.length > 0 && (raw[0] === " " || raw.at(-1) === " ") ? raw.trim() : raw;
    this.#cells++;
    if (isNull(cell)) {
      this.#nulls++;
      return undefined;
    }
    const type = cellType(cell);
    this.#types[type]++;
    this.#distinct.add(cell);
    if (cell.length > this.#longest) this.#longest = cell.length;
    if (type === "integer" || type === "number") {
      const value = Number(cell.replace(",", "."));
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
      return undefined;
    }
    if (type !== "text") return undefined;
    const typed = this.#cells - this.#nulls - this.#types.text;
    return this.#cells > TYPICAL_ROWS && typed > (this.#cells - this.#nulls) * MAJORITY ? type : undefined;
  }

  get type(): CellType | "empty" {
    const filled = this.#cells - this.#nulls;
    if (filled === 0) return "empty";
    const { integer: whole, number: fractional, date: days, datetime: times } = this.#types;
    if (whole + fractional >= filled * MAJORITY) return fractional > 0 ? "number" : "integer";
    if (days + times >= filled * MAJORITY) return times > 0 ? "datetime" : "date";
    return cellTypes.find((type) => this.#types[type] >= filled * MAJORITY) ?? "text";
  }

  facts(): Record<string, unknown> {
    const filled = this.#cells - this.#nulls;
    const type = this.type;
    const isNumeric = type === "integer" || type === "number";
    const distinct = this.#distinct.count;
    return {
      name: this.name,
      type,
      nullRate: this.#cells === 0 ? 0 : round(this.#nulls / this.#cells),
      distinct,
      distinctRate: filled === 0 ? 0 : round(Math.min(1, distinct / filled)),
      ...(this.#distinct.isExact ? {} : { distinctIsEstimate: true }),
      ...(isNumeric ? { min: this.#min, max: this.#max } : { longest: this.#longest }),
      ...(distinct <= 20 && filled > distinct
        ? { values: this.#distinct.top(5).map(({ value, count }) => ({ value: fieldText(value), count })) }
        : {}),
    };
  }
}
