import { type CellType, cellType, cellTypes, isNull } from "./cell.ts";
import { Distinct } from "./distinct.ts";
import { NumberStyle, readNumber } from "./numbers.ts";
import { NumberRange } from "./range.ts";
import { fieldText } from "./records.ts";

/** Share of the cells that must agree before a column has a type other than text. */
const MAJORITY = 0.95;
/** A type this frequent is the column's, and cells that differ from it are worth a word. */
const TYPICAL_ROWS = 50;
/** `NA` is Namibia or North America where the other cells are codes of two letters. */
const MISSING = "NA";

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** What is known of one column: types, empties, distinct values, range. */
export class Column {
  readonly name: string;
  readonly #types: Record<CellType, number> = { integer: 0, number: 0, boolean: 0, date: 0, datetime: 0, text: 0 };
  readonly #distinct = new Distinct();
  readonly #style = new NumberStyle();
  readonly #ranges = { point: new NumberRange(), comma: new NumberRange() };
  /** Cells that have a fraction by each reading. */
  readonly #fractions = { point: 0, comma: 0 };
  readonly #units = new Map<string, number>();
  #cells = 0;
  #nulls = 0;
  #missing = 0;
  #codes = 0;
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
      if (cell === MISSING) this.#missing++;
      return undefined;
    }
    const type = cellType(cell);
    this.#types[type]++;
    this.#distinct.add(cell);
    if (cell.length > this.#longest) this.#longest = cell.length;
    if (type === "integer" || type === "number") {
      this.#addNumber(cell, type);
      return undefined;
    }
    if (type !== "text") return undefined;
    if (cell.length === 2 && cell >= "AA" && cell <= "ZZ") this.#codes++;
    const typed = this.#cells - this.#nulls - this.#types.text;
    return this.#cells > TYPICAL_ROWS && typed > (this.#cells - this.#nulls) * MAJORITY ? type : undefined;
  }

  #addNumber(cell: string, type: CellType): void {
    if (type === "integer") {
      const value = Number(cell);
      this.#ranges.point.add(value, cell);
      this.#ranges.comma.add(value, cell);
      return;
    }
    const plain = Number(cell);
    const mark = cell.indexOf(".");
    if (!Number.isNaN(plain) && (mark < 0 || mark !== cell.length - 4)) {
      // Whatever groups digits does so by three: here the point begins a fraction.
      if (mark >= 0) this.#style.addPoint();
      this.#ranges.point.add(plain, cell);
      if (mark < 0) this.#ranges.comma.add(plain, cell);
      if (mark >= 0) this.#fractions.point++;
      return;
    }
    const readings = readNumber(cell);
    const { point, comma } = readings ?? { point: plain, comma: plain };
    if (readings) this.#style.add(readings);
    if (readings?.unit) this.#units.set(readings.unit, (this.#units.get(readings.unit) ?? 0) + 1);
    this.#ranges.point.add(point, cell);
    this.#ranges.comma.add(comma, cell);
    if (!Number.isInteger(point) || /\.\d*0$/.test(cell)) this.#fractions.point++;
    if (!Number.isInteger(comma) || /,\d*0$/.test(cell)) this.#fractions.comma++;
  }

  get #hasCodes(): boolean {
    return this.#codes > 0 && this.#codes >= (this.#cells - this.#nulls) * 0.8;
  }

  get type(): CellType | "empty" {
    const filled = this.#cells - this.#nulls;
    if (filled === 0) return "empty";
    const { integer: whole, number: fractional, date: days, datetime: times } = this.#types;
    if (whole + fractional >= filled * MAJORITY)
      return fractional > 0 && this.#fractions[this.#style.decimal] > 0 ? "number" : "integer";
    if (days + times >= filled * MAJORITY) return times > 0 ? "datetime" : "date";
    return cellTypes.find((type) => this.#types[type] >= filled * MAJORITY) ?? "text";
  }

  facts(): Record<string, unknown> {
    const missing = this.#hasCodes ? this.#missing : 0;
    if (missing > 0) this.#distinct.add(MISSING, missing);
    const nulls = this.#nulls - missing;
    const filled = this.#cells - nulls;
    const type = this.type;
    const isNumeric = type === "integer" || type === "number";
    const distinct = this.#distinct.count;
    const range = this.#ranges[this.#style.decimal];
    const [unit, units] = [...this.#units].sort((a, b) => b[1] - a[1])[0] ?? [undefined, 0];
    return {
      name: this.name,
      type,
      nullRate: this.#cells === 0 ? 0 : round(nulls / this.#cells),
      distinct,
      distinctRate: filled === 0 ? 0 : round(Math.min(1, distinct / filled)),
      ...(this.#distinct.isExact ? {} : { distinctIsEstimate: true }),
      ...(isNumeric ? { min: range.min, max: range.max } : { longest: this.#longest }),
      ...(isNumeric && this.#style.decimal === "comma" ? { decimalMark: "," } : {}),
      ...(isNumeric && unit !== undefined && units >= filled * 0.5 ? { unit } : {}),
      ...(distinct <= 20 && filled > distinct
        ? { values: this.#distinct.top(5).map(({ value, count }) => ({ value: fieldText(value), count })) }
        : {}),
    };
  }
}
