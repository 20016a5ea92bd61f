import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";
import { type ClockTime, isDay, isoOf, isTime, isYear, monthOf, offsetOf, two } from "./calendar.ts";

const time =
  "(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?: ?([AaPp]\\.[Mm]\\.|[AaPp][Mm]\\b))?(?: ?(Z\\b|UTC\\b|GMT\\b|[ECMP][SD]T\\b|CES?T\\b|EES?T\\b|[+-]\\d\\d:?\\d\\d\\b))?";
const month =
  "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b";
const joint = "(?:,? (?:at |um )?|T|, | - |:)";

const yearFirst = new RegExp(`(\\d{4})([-/.])(\\d\\d)\\2(\\d\\d)(?:(?:T|[ _]| at )${time})?`, "y");
const compact = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?/y;
const yearLast = new RegExp(`(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})(?:${joint}${time})?`, "y");
const dayMonth = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th)?([-/ ])(?:of )?${month}\\.?,?[-/ ](\\d{4})(?:${joint}${time})?`,
  "iy",
);
const monthDay = new RegExp(
  `${month}\\.? {1,2}(\\d{1,2})(?:st|nd|rd|th)?(?:(?:, ?| )(\\d{4})(?!:\\d)(?:${joint}${time})?| ${time}(?: (?:[A-Z]{3,4} )?(\\d{4}))?)`,
  "iy",
);
const monthYear = new RegExp(`${month} ((?:19|20)\\d\\d)(?![\\w:]|[-/.]\\d)`, "y");
const alone =
  /(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?(?: ?([AaPp]\.[Mm]\.|[AaPp][Mm]\b))?| ?([AaPp]\.[Mm]\.|[AaPp][Mm]\b))(?![\w:]|\.\d)/y;

/** Reads the six groups of `time` from `at` on; `undefined` where no time stands, `null` where it cannot be one. */
const timeFrom = (groups: readonly (string | undefined)[], at: number): ClockTime | undefined | null => {
  const [hours, minutes, second, fraction, half, zone] = groups.slice(at, at + 6);
  if (hours === undefined) return undefined;
  let hour = Number(hours);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  const read: ClockTime = { hour, minute: Number(minutes) };
  if (second !== undefined) read.second = Number(second);
  if (fraction !== undefined) read.fraction = fraction;
  const offset = offsetOf(zone);
  if (offset !== undefined) read.offset = offset;
  return isTime(read) ? read : null;
};

const mention = (
  stretch: Stretch,
  start: number,
  text: string,
  date: readonly [number, number, number],
  clock: ClockTime | undefined | null,
  confidence: number,
): Mention | undefined => {
  const end = start + text.trimEnd().length;
  const [year, monthNumber, day] = date;
  if (clock === null || (year !== 0 && !isYear(year)) || !isDay(year, monthNumber, day)) return undefined;
  const next = stretch.chars[end] ?? " ";
  if (isWord(stretch.bytes[end]) || (/[-/.]/.test(next) && /\d/.test(stretch.chars[end + 1] ?? " "))) return undefined;
  return { kind: "datetime", value: isoOf(year, monthNumber, day, clock), start, end, confidence };
};

const numericYearLast = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(yearLast, stretch.chars, start);
  if (!found) return undefined;
  const first = Number(found[1]);
  const second = Number(found[3]);
  // Only slashes are read month first, as in North America; where both orders are possible the value is less certain.
  const monthFirst = second > 12 || (found[2] === "/" && first <= 12);
  const ambiguous = first <= 12 && second <= 12 && first !== second && found[2] !== ".";
  const date = [Number(found[4]), monthFirst ? first : second, monthFirst ? second : first] as const;
  return mention(stretch, start, found[0], date, timeFrom(found, 5), ambiguous ? 0.6 : 0.9);
};

/** A date that begins with a digit, with its time if one follows. */
export const dateAtDigit = (stretch: Stretch, start: number): Mention | undefined => {
  const { chars } = stretch;
  const iso = matchAt(yearFirst, chars, start);
  if (iso) {
    const date = [Number(iso[1]), Number(iso[3]), Number(iso[4])] as const;
    return mention(stretch, start, iso[0], date, timeFrom(iso, 5), 0.97);
  }
  const named = matchAt(dayMonth, chars, start);
  if (named) {
    const date = [Number(named[4]), monthOf(named[3]!), Number(named[1])] as const;
    return mention(stretch, start, named[0], date, timeFrom(named, 5), 0.95);
  }
  const packed = matchAt(compact, chars, start);
  if (packed) {
    const [, year, monthDigits, day, hour, minute, second, zone] = packed;
    const offset = offsetOf(zone);
    const clock = { hour: Number(hour), minute: Number(minute), second: Number(second) };
    const read = { ...clock, ...(offset === undefined ? {} : { offset }) };
    const date = [Number(year), Number(monthDigits), Number(day)] as const;
    return mention(stretch, start, packed[0], date, isTime(read) ? read : null, 0.95);
  }
  return numericYearLast(stretch, start);
};

/** A time of day with seconds or with am/pm and no date. */
export const timeAtDigit = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(alone, stretch.chars, start);
  if (!found || /[\w.:-]/.test(stretch.chars[start - 1] ?? " ")) return undefined;
  const clock = timeFrom([found[1], found[2], found[3], found[4], found[5] ?? found[6], undefined], 0);
  if (!clock) return undefined;
  const second = clock.second === undefined ? "" : `:${two(clock.second)}`;
  const digits = clock.fraction?.replace(/0+$/, "");
  const value = `T${two(clock.hour)}:${two(clock.minute)}${second}${digits ? `.${digits}` : ""}`;
  return { kind: "datetime", value, start, end: start + found[0].length, confidence: 0.75 };
};

/** A date that begins with the name of a month: prose, `ctime`, syslog (where the year is missing). */
export const dateAtMonth = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(monthDay, stretch.chars, start);
  if (found) {
    const clock = found[3] === undefined ? timeFrom(found, 10) : timeFrom(found, 4);
    const year = Number(found[3] ?? found[16] ?? 0);
    const dated = mention(
      stretch,
      start,
      found[0],
      [year, monthOf(found[1]!), Number(found[2])],
      clock,
      year === 0 ? 0.85 : 0.95,
    );
    if (dated) return dated;
  }
  const loose = matchAt(monthYear, stretch.chars, start);
  // After a number it is a day that does not exist.
  if (!loose || /\d(?:st|nd|rd|th)? (?:of )?$/.test(stretch.chars.slice(Math.max(0, start - 8), start)))
    return undefined;
  const value = `${loose[2]}-${two(monthOf(loose[1]!))}`;
  return { kind: "datetime", value, start, end: start + loose[0].length, confidence: 0.8 };
};
