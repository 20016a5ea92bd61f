export interface TimestampStyle {
  name: string;
  pattern: RegExp;
  /** Epoch milliseconds; `NaN` for what only looks like a time. */
  read(match: RegExpExecArray): number;
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const month = (word: string | undefined): number => months.indexOf((word ?? "").slice(0, 3).toLowerCase());

/** Minutes east of UTC in `+0130`, `-07:00` or `Z`; a time without a zone is taken as UTC. */
const zone = (text: string | undefined): number => {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text ?? "");
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : 0;
};

const utc = (
  y: number,
  mo: number,
  d: number,
  h: string | undefined,
  mi: string | undefined,
  s: string | undefined,
  fraction?: string,
  tz?: string,
): number => {
  if (mo < 0 || mo > 11 || d < 1 || d > 31 || Number(h ?? 0) > 24 || Number(mi ?? 0) > 59) return Number.NaN;
  const ms = fraction ? Math.trunc(Number(`0.${fraction}`) * 1000) : 0;
  return Date.UTC(y, mo, d, Number(h ?? 0), Number(mi ?? 0), Number(s ?? 0), ms) - zone(tz) * 60_000;
};

/** Lines without a year are read as of this one: a leap year, so that 29 February exists. */
const NO_YEAR = 2000;

/** Anchored within a line's first characters, so that each costs the same on a line of any length. */
const styles: readonly TimestampStyle[] = [
  {
    name: "iso-8601",
    pattern:
      /^.{0,40}?(\d{4})[-/](\d\d)[-/](\d\d)[T _](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?/,
    read: (m) => utc(Number(m[1]), Number(m[2]) - 1, Number(m[3]), m[4], m[5], m[6], m[7], m[8]),
  },
  {
    name: "common-log",
    pattern: /^.{0,120}?\[(\d\d)\/([A-Za-z]{3})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ([+-]\d{4}))?\]/,
    read: (m) => utc(Number(m[3]), month(m[2]), Number(m[1]), m[4], m[5], m[6], m[7], m[8]),
  },
  {
    name: "syslog",
    pattern: /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/,
    read: (m) => utc(NO_YEAR, month(m[1]), Number(m[2]), m[3], m[4], m[5], m[6]),
  },
  {
    name: "apache-error",
    pattern: /^\[?[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (\d{4})\]?/,
    read: (m) => utc(Number(m[7]), month(m[1]), Number(m[2]), m[3], m[4], m[5], m[6]),
  },
  {
    name: "short-date",
    pattern: /^(\d\d)(\d\d)(\d\d) (\d\d):?(\d\d):?(\d\d)\b/,
    read: (m) => utc(2000 + Number(m[1]), Number(m[2]) - 1, Number(m[3]), m[4], m[5], m[6]),
  },
  {
    name: "month-day",
    pattern: /^(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})/,
    read: (m) => utc(NO_YEAR, Number(m[1]) - 1, Number(m[2]), m[3], m[4], m[5], m[6]),
  },
  {
    name: "epoch",
    pattern: /^[[(]?(1\d{9})(?:[.,]?(\d{3})\d{0,6})?\b/,
    read: (m) => Number(m[1]) * 1000 + Number(m[2] ?? 0),
  },
];

/** Styles whose lines name no year. */
export const isYearless = (style: TimestampStyle): boolean => style.name === "syslog" || style.name === "month-day";

export const timestampStyle = (line: string): TimestampStyle | undefined =>
  styles.find((style) => readTimestamp(line, style) !== undefined);

/** Epoch milliseconds, or `undefined` where the line has no time of this style. */
export const readTimestamp = (line: string, style: TimestampStyle): number | undefined => {
  const match = style.pattern.exec(line);
  const time = match ? style.read(match) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};
