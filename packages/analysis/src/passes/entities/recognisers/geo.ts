import { type Mention, matchAt, type Stretch } from "../mention.ts";

const decimal = /(\d{1,2}\.\d{3,15})\s?[,;]\s?(-?\d{1,3}\.\d{3,15})(?![\w]|\.\d|\s?,\s?-?\d)/y;
const degree = "\\s?(?:\\xc2\\xb0|\\xba|deg)?\\s?";
const hemispheric = new RegExp(
  `(\\d{1,2}(?:\\.\\d{1,10})?)${degree}([NS]),?\\s?(\\d{1,3}(?:\\.\\d{1,10})?)${degree}([EW])(?!\\w)`,
  "y",
);
const minute = "(?:'|\\xe2\\x80\\xb2|\\xe2\\x80\\x99)";
const second = "(?:\"|''|\\xe2\\x80\\xb3|\\xe2\\x80\\x9d)";
const angle = `(\\d{1,3})\\s?\\xc2\\xb0\\s?(\\d{1,2}(?:\\.\\d{1,8})?)\\s?${minute}(?:\\s?(\\d{1,2}(?:\\.\\d{1,8})?)\\s?${second})?`;
const sexagesimal = new RegExp(`${angle}\\s?([NS]),?\\s{0,2}${angle}\\s?([EW])(?!\\w)`, "y");
const keyed =
  /lat(?:itude)?\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(-?\d{1,2}\.\d{1,15})\\?["']?\s{0,3}[,;&]?\s{0,8}\\?["']?(?:lon|lng|long|longitude)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(-?\d{1,3}\.\d{1,15})/iy;
const uri = /geo:(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)/iy;

/** Latitude and longitude in decimal degrees, six decimals (11 cm). */
const point = (
  start: number,
  text: string,
  latitude: number,
  longitude: number,
  confidence: number,
): Mention | undefined => {
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const round = (degrees: number): string => String(Number(degrees.toFixed(6)) + 0);
  return { kind: "geo", value: `${round(latitude)},${round(longitude)}`, start, end: start + text.length, confidence };
};

const signed = (degrees: number, hemisphere: string): number => (/[SW]/.test(hemisphere) ? -degrees : degrees);
const degrees = (whole: string, minutes: string, seconds: string | undefined): number =>
  Number(whole) + Number(minutes) / 60 + Number(seconds ?? 0) / 3600;

const announced = /(?:lat|lon|lng|geo|gps|coord|position|location|point|ll=|near|located|@)[^\n]{0,24}$/i;

/** Coordinates that begin with a digit. Two decimals alone may be any pair of numbers: four or more places each, no third. */
export const geoAtDigit = (stretch: Stretch, start: number): Mention | undefined => {
  const { chars } = stretch;
  const dms = matchAt(sexagesimal, chars, start);
  if (dms) {
    const latitude = signed(degrees(dms[1]!, dms[2]!, dms[3]), dms[4]!);
    return point(start, dms[0], latitude, signed(degrees(dms[5]!, dms[6]!, dms[7]), dms[8]!), 0.97);
  }
  const named = matchAt(hemispheric, chars, start);
  if (named)
    return point(start, named[0], signed(Number(named[1]), named[2]!), signed(Number(named[3]), named[4]!), 0.95);
  const pair = matchAt(decimal, chars, start);
  if (!pair) return undefined;
  const negative = chars[start - 1] === "-";
  const from = negative ? start - 1 : start;
  const before = chars.slice(Math.max(0, from - 32), from);
  if (/[\w.]$|\d\s?,\s?$/.test(before)) return undefined;
  const told = announced.test(before);
  const places = (text: string): number => text.length - text.indexOf(".") - 1;
  if (!told && (places(pair[1]!) < 4 || places(pair[2]!) < 4 || places(pair[1]!) > 8)) return undefined;
  const latitude = Number(pair[1]) * (negative ? -1 : 1);
  if (!told && Math.abs(latitude) < 1 && Math.abs(Number(pair[2])) <= 1) return undefined;
  return point(from, chars.slice(from, start) + pair[0], latitude, Number(pair[2]), told ? 0.93 : 0.6);
};

/** `"lat": 48.8584, "lng": 2.2945` and `lat=…&lon=…`. */
export const geoAtKey = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(keyed, stretch.chars, start);
  return found ? point(start, found[0], Number(found[1]), Number(found[2]), 0.95) : undefined;
};

/** RFC 5870. */
export const geoUriAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(uri, stretch.chars, start);
  return found ? point(start, found[0], Number(found[1]), Number(found[2]), 0.97) : undefined;
};
