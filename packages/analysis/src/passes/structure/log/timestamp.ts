import { zoneMinutes, zonePattern } from "./zones.ts";

export interface TimestampStyle {
  name: string;
  pattern: RegExp;
  /** Epoch milliseconds; `NaN` for what only looks like a time. */
  read(match: RegExpExecArray): number;
  /** Lines name no year: they are read as of a leap year, so that 29 February exists. */
  isYearless?: true;
  /** Time since a start that no line names: a boot, midnight. */
  isRelative?: true;
  /** The style that reads the same lines with day and month the other way round. */
  twin?: string;
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const foreign: Record<string, number> = {
  mär: 2,
  mrz: 2,
  mai: 4,
  okt: 9,
  dez: 11,
  fév: 1,
  fev: 1,
  avr: 3,
  aoû: 7,
  abr: 3,
  ago: 7,
  set: 8,
  out: 9,
  ene: 0,
  dic: 11,
  gen: 0,
  mag: 4,
  giu: 5,
  lug: 6,
  ott: 9,
  déc: 11,
  mrt: 2,
  mei: 4,
};
const month = (word = ""): number => {
  const start = word.slice(0, 3).toLowerCase();
  const index = months.indexOf(start);
  return index >= 0 ? index : (foreign[start] ?? -1);
};

const NO_YEAR = 2000;

interface Parts {
  year: number;
  month: number;
  day: number;
  clock: string | undefined;
  half?: string | undefined;
  zone?: string | undefined;
}

/** `8:00:01.250`, with `AM` or `PM` behind it or not. */
const clockPattern = /^(\d{1,2})[:.h](\d\d)(?:[:.m](\d\d)s?(?:[.,:](\d{1,9}))?)?$/;

const utc = ({ year, month: mo, day, clock = "0:00", half, zone }: Parts): number => {
  const [, hour = "", minute, second = "0", fraction] = clockPattern.exec(clock) ?? [];
  let h = Number(hour);
  if (mo < 0 || mo > 11 || day < 1 || day > 31 || hour === "" || h > 24 || Number(minute) > 59 || Number(second) > 60)
    return Number.NaN;
  if (half) {
    if (h < 1 || h > 12) return Number.NaN;
    h = (h % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  return (
    Date.UTC(year, mo, day, h, Number(minute), Number(second), milliseconds(fraction)) - zoneMinutes(zone) * 60_000
  );
};

const milliseconds = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Number(fraction.length > 3 ? fraction.slice(0, 3) : fraction.padEnd(3, "0"));

/** The parts of the most frequent style by itself, as most lines of most logs are read by it. */
const isoTime = (m: RegExpExecArray): number => {
  const month = Number(m[3]);
  const day = Number(m[4]);
  const hour = Number(m[5]);
  const minute = Number(m[6]);
  const second = m[7] === undefined ? 0 : Number(m[7]);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return Number.NaN;
  const half = m[9];
  const shift =
    half === undefined ? 0 : hour < 1 || hour > 12 ? Number.NaN : (hour === 12 ? -12 : 0) + (/^p/i.test(half) ? 12 : 0);
  const time = Date.UTC(Number(m[1]), month - 1, day, hour + shift, minute, second, milliseconds(m[8]));
  return m[10] === undefined ? time : time - zoneMinutes(m[10]) * 60_000;
};

const fullYear = (text: string | undefined): number => {
  const year = Number(text);
  return (text ?? "").length <= 2 ? year + (year < 70 ? 2000 : 1900) : year;
};

const CLOCK = String.raw`\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?`;
const HALF = String.raw`(?:[ \u00a0\u202f]?([AaPp]\.?[Mm]\.?)(?![A-Za-z]))?`;
const ZONE = `(?:\\s?(${zonePattern}))?`;
const MONTH = String.raw`(\p{L}{3,9})\.?`;
const expression = (source: string): RegExp => new RegExp(source, source.includes("\\p{") ? "u" : "");

const numeric = (
  name: string,
  separator: string,
  first: "day" | "month",
  twin: string | undefined,
): TimestampStyle => ({
  name,
  ...(twin ? { twin } : {}),
  pattern: expression(
    `^.{0,40}?(?<!\\d)(\\d{1,2})${separator}(\\d{1,2})${separator}(\\d{4}|\\d\\d),? {1,2}(?:- )?(${CLOCK}|\\d{1,2}:\\d\\d(?![:\\d]))${HALF}${ZONE}`,
  ),
  read: ([, a, b, year, clock, half, zone]) => {
    // `26/01/15` is the year first: of two readings the later year is the likelier one.
    if (separator === "/" && year?.length === 2 && !half && Number(a) > 12 && Number(a) >= Number(year))
      return Number.NaN;
    const [day, mo] = first === "day" ? [a, b] : [b, a];
    return utc({ year: fullYear(year), month: Number(mo) - 1, day: Number(day), clock, half, zone });
  },
});

/** Anchored within a line's first characters, so that each costs the same on a line of any length. */
const styles: readonly TimestampStyle[] = [
  {
    name: "iso-8601",
    pattern: expression(
      `^.{0,40}?(\\d{4})([-/.])(\\d\\d)\\2(\\d\\d)(?:[T _:-]|, )(\\d\\d)[:.](\\d\\d)(?:[:.](\\d\\d)(?:[.,:](\\d{1,9}))?)?${HALF}${ZONE}`,
    ),
    read: isoTime,
  },
  {
    name: "common-log",
    pattern: /^.{0,120}?\[(\d\d)\/([A-Za-z]{3})\/(\d{4}):(\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: ([+-]\d{4}))?\]/,
    read: ([, day, mo, year, clock, zone]) =>
      utc({ year: Number(year), month: month(mo), day: Number(day), clock, zone }),
  },
  {
    name: "klog",
    pattern: /^[IWEFD](\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{1,9})/,
    isYearless: true,
    read: ([, mo, day, clock]) => utc({ year: NO_YEAR, month: Number(mo) - 1, day: Number(day), clock }),
  },
  {
    name: "syslog-year",
    pattern: expression(
      `^(?:<\\d{1,3}>)?[^\\p{L}]{0,24}([A-Z]\\p{L}{2}) {1,2}(\\d{1,2})(?:, | )(\\d{4}):? (${CLOCK})${HALF}${ZONE}`,
    ),
    read: ([, mo, day, year, clock, half, zone]) =>
      utc({ year: Number(year), month: month(mo), day: Number(day), clock, half, zone }),
  },
  {
    name: "syslog",
    pattern: expression(
      `^(?:<\\d{1,3}>)?[^\\p{L}\\d]{0,4}(?:\\d{1,9}: [*.]?)?([A-Z]\\p{L}{2}) {1,2}(\\d{1,2}) (${CLOCK})(?! \\d{4}\\b)${ZONE}`,
    ),
    isYearless: true,
    read: ([, mo, day, clock, zone]) => utc({ year: NO_YEAR, month: month(mo), day: Number(day), clock, zone }),
  },
  {
    name: "apache-error",
    pattern: expression(
      `^.{0,24}?\\b[A-Z][a-z]{2},? ([A-Z][a-z]{2}) {1,2}(\\d{1,2}) (${CLOCK}) (?:(${zonePattern}) )?(\\d{4})\\]?`,
    ),
    read: ([, mo, day, clock, zone, year]) =>
      utc({ year: Number(year), month: month(mo), day: Number(day), clock, zone }),
  },
  {
    name: "day-month-name",
    pattern: expression(
      `^.{0,40}?(?<!\\d)(\\d{1,2})(?:[-/ ]|\\. ?)${MONTH}(?:[-/ ]|, )(\\d{4}|\\d\\d)(?:[ :T,-]{1,3})(${CLOCK})${HALF}${ZONE}`,
    ),
    read: ([, day, mo, year, clock, half, zone]) =>
      utc({ year: fullYear(year), month: month(mo), day: Number(day), clock, half, zone }),
  },
  {
    name: "packed",
    pattern: expression(
      `^.{0,24}?(?<!\\d)((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)[ T_-]?(\\d\\d):?(\\d\\d):?(\\d\\d)(?:[.,](\\d{1,9}))?(?!\\d)${ZONE}`,
    ),
    read: ([, year, mo, day, h, mi, s, fraction, zone]) =>
      utc({
        year: Number(year),
        month: Number(mo) - 1,
        day: Number(day),
        clock: `${h}:${mi}:${s}${fraction ? `.${fraction}` : ""}`,
        zone,
      }),
  },
  numeric("day.month.year", "\\.", "day", undefined),
  numeric("month/day/year", "/", "month", "day/month/year"),
  numeric("day/month/year", "/", "day", "month/day/year"),
  numeric("day-month-year", "-", "day", "month-day-year"),
  numeric("month-day-year", "-", "month", "day-month-year"),
  {
    name: "short-year",
    pattern: expression(`^.{0,24}?(?<!\\d)(\\d\\d)([/-])(\\d\\d)\\2(\\d\\d) (${CLOCK})${ZONE}`),
    read: ([, year, , mo, day, clock, zone]) =>
      utc({ year: fullYear(year), month: Number(mo) - 1, day: Number(day), clock, zone }),
  },
  {
    name: "short-date",
    pattern: /^(\d\d)(\d\d)(\d\d) {1,2}(\d{1,2}):?(\d\d):?(\d\d)\b/,
    read: ([, year, mo, day, h, mi, s]) =>
      utc({ year: fullYear(year), month: Number(mo) - 1, day: Number(day), clock: `${h}:${mi}:${s}` }),
  },
  {
    name: "month-day",
    pattern: /^(\d\d)-(\d\d) (\d\d:\d\d:\d\d\.\d{3})/,
    isYearless: true,
    read: ([, mo, day, clock]) => utc({ year: NO_YEAR, month: Number(mo) - 1, day: Number(day), clock }),
  },
  {
    name: "han",
    pattern: /^.{0,24}?(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일],? ?(\d{1,2})[时時시:] ?(\d\d)[分분:] ?(\d\d)/,
    read: ([, year, mo, day, h, mi, s]) =>
      utc({ year: Number(year), month: Number(mo) - 1, day: Number(day), clock: `${h}:${mi}:${s}` }),
  },
  {
    name: "epoch",
    pattern: /^(?:type=\S{1,30} msg=audit\(|[[(]?|ts=|time=)(1\d{9})(?:[.,]?(\d{3})\d{0,6})?\b/,
    read: ([, seconds, ms]) => Number(seconds) * 1000 + Number(ms ?? 0),
  },
  {
    name: "tai64n",
    pattern: /^@40000000([0-9a-f]{8})([0-9a-f]{8})?\b/,
    // TAI was 10 s ahead of UTC at the epoch of these labels; the leap seconds since are left in, as multilog does.
    read: ([, seconds = "", nanos]) =>
      (Number.parseInt(seconds, 16) - 10) * 1000 + Math.trunc(Number.parseInt(nanos ?? "0", 16) / 1e6),
  },
  {
    name: "uptime",
    pattern: /^(?:<\d{1,3}>)?\[ {0,8}(\d{1,9})\.(\d{6})\]/,
    isRelative: true,
    read: ([, seconds, micros]) => Number(seconds) * 1000 + Math.trunc(Number(micros) / 1000),
  },
  {
    name: "clock",
    pattern: expression(`^\\W{0,3}(${CLOCK})${HALF}(?!\\d)`),
    isRelative: true,
    read: ([, clock, half]) => utc({ year: 1970, month: 0, day: 1, clock, half }),
  },
];

const byName = new Map(styles.map((style) => [style.name, style]));

export const twinOf = (style: TimestampStyle): TimestampStyle | undefined =>
  style.twin === undefined ? undefined : byName.get(style.twin);

/** Styles whose lines name no year. */
export const isYearless = (style: TimestampStyle): boolean => style.isYearless === true;

export const timestampStyle = (line: string): TimestampStyle | undefined => {
  const text = line.length > 300 ? line.slice(0, 300) : line;
  return /\d\d/.test(text) ? styles.find((style) => readTimestamp(text, style) !== undefined) : undefined;
};

/** Epoch milliseconds, or `undefined` where the line has no time of this style. */
export const readTimestamp = (line: string, style: TimestampStyle): number | undefined => {
  const match = style.pattern.exec(line);
  const time = match ? style.read(match) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};
