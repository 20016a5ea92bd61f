/**
 * What a cell that looks like a number is worth. `point`: a comma groups digits and a point begins the fraction; `comma`: the
 * other way round. `NaN` where it can't be read so.
 */
export interface NumberReadings {
  point: number;
  comma: number;
  /** The cell can be read one way only. */
  sure: "point" | "comma" | undefined;
  unit: string | undefined;
}

const shape =
  /^(?:([$€£¥₹₽])\s?)?([+-]?)(\d[\d.,'’ \u00a0\u202f]*|\.\d+|,\d+)(?:[eE]([+-]?\d{1,3}))?(?:\s?([%‰€$£¥₹₽]|[A-Z]{3}))?(-?)$/;
const bracketed = /^\((.+)\)$/;
const grouped = (mark: string): RegExp => new RegExp(`^\\d{1,3}(?:${mark}\\d{3})+$`);
const commas = grouped(",");
const points = grouped("\\.");
const blanks = grouped("['’ \\u00a0\\u202f]");

const whole = (digits: string, group: RegExp): string | undefined => {
  if (/^\d*$/.test(digits)) return digits;
  if (blanks.test(digits)) return digits.replace(/\D/g, "");
  return group.test(digits) ? digits.replace(/\D/g, "") : undefined;
};

const read = (body: string, decimal: "." | ",", group: RegExp): number => {
  const at = body.lastIndexOf(decimal);
  const integer = whole(at < 0 ? body : body.slice(0, at), group);
  const fraction = at < 0 ? "" : body.slice(at + 1);
  if (integer === undefined || !/^\d*$/.test(fraction) || (integer === "" && fraction === "")) return Number.NaN;
  return Number(`${integer || "0"}.${fraction || "0"}`);
};

/** `undefined` where the cell is no number in any writing. The cell is one character a byte, see `fieldText`. */
export const readNumber = (raw: string): NumberReadings | undefined => {
  const cell = /[\x80-\xff]/.test(raw) ? Buffer.from(raw, "latin1").toString() : raw;
  const inner = bracketed.exec(cell)?.[1];
  const match = shape.exec(inner ?? cell);
  if (!match) return undefined;
  const [, before, sign, body = "", exponent, after, trailing] = match;
  const factor =
    (sign === "-" || trailing === "-" || inner !== undefined ? -1 : 1) * (exponent ? 10 ** Number(exponent) : 1);
  const point = read(body.trim(), ".", commas) * factor;
  const comma = read(body.trim(), ",", points) * factor;
  if (Number.isNaN(point) && Number.isNaN(comma)) return undefined;
  const isSame = point === comma;
  // `1,200` may be both; a group of three behind a comma is more often thousands than a fraction.
  const sure = isSame ? undefined : Number.isNaN(comma) ? "point" : Number.isNaN(point) ? "comma" : undefined;
  return { point, comma, sure, unit: after ?? before };
};

/** How the numbers of a column are written, by what can be read one way only; else as most tables are. */
export class NumberStyle {
  #point = 0;
  #comma = 0;

  addPoint(): void {
    this.#point++;
  }

  add({ sure }: NumberReadings): void {
    if (sure === "point") this.#point++;
    else if (sure === "comma") this.#comma++;
  }

  get decimal(): "point" | "comma" {
    if (this.#comma === this.#point) return "point";
    return this.#comma > this.#point ? "comma" : "point";
  }
}
