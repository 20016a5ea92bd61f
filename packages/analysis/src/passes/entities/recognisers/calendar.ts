const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** 1..12 by the name's first three letters, 0 if it is none. */
export const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

export const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day exists; a year of 0 is an unknown one. */
export const isDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1]!) return false;
  if (month !== 2 || day < 29 || year === 0) return true;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
};

/** A year that people or machines write dates in. */
export const isYear = (year: number): boolean => year >= 1000 && year <= 2999;

export interface ClockTime {
  hour: number;
  minute: number;
  /** `undefined` where only hours and minutes stand. */
  second?: number;
  /** Decimal digits after the second, as they stand. */
  fraction?: string;
  /** Minutes east of UTC. */
  offset?: number;
}

/** Zones whose names mean one offset wherever they are written; CST is China's as well as North America's. */
const zones: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, CET: 1, CEST: 2, EET: 2, EEST: 3 },
  ...{ EST: -5, EDT: -4, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
};

/** `Z`, `UTC`, `GMT`, `CEST`, `+0200`, `+02:00`, `+02` in minutes; other words are no offset that all agree on. */
export const offsetOf = (zone: string | undefined): number | undefined => {
  if (!zone) return undefined;
  const named = zones[zone.toUpperCase()];
  if (named !== undefined) return named * 60;
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!parts) return undefined;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return minutes > 14 * 60 ? undefined : parts[1] === "-" ? -minutes : minutes;
};

export const isTime = (time: ClockTime): boolean =>
  time.hour <= 23 && time.minute <= 59 && (time.second === undefined || time.second <= 60);

const clock = (hour: number, minute: number, second: number | undefined): string =>
  `${two(hour)}:${two(minute)}${second === undefined ? "" : `:${two(second)}`}`;

/**
 * ISO 8601. With an offset the value is in UTC and ends in `Z`; without one it is local and has no suffix. A fraction
 * keeps up to nine digits without trailing zeros. An unknown year is written `--MM-DD`.
 */
export const isoOf = (year: number, month: number, day: number, time?: ClockTime): string => {
  const date = year === 0 ? `--${two(month)}-${two(day)}` : `${year}-${two(month)}-${two(day)}`;
  if (!time) return date;
  const digits = time.fraction?.slice(0, 9).replace(/0+$/, "");
  const fraction = digits ? `.${digits}` : "";
  if (time.offset === undefined) return `${date}T${clock(time.hour, time.minute, time.second)}${fraction}`;
  if (time.offset === 0 || year === 0) return `${date}T${clock(time.hour, time.minute, time.second)}${fraction}Z`;
  const utc = new Date(Date.UTC(year, month - 1, day, time.hour, time.minute - time.offset, time.second ?? 0));
  const seconds = time.second === undefined ? undefined : utc.getUTCSeconds();
  const shifted = isoOf(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
  return `${shifted}T${clock(utc.getUTCHours(), utc.getUTCMinutes(), seconds)}${fraction}Z`;
};
