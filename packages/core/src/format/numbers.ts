import { madeOnce } from "../made-once.ts";

// The first formatter of a process loads the data of the languages, which takes 10 ms: none is made where nothing is formatted.
const grouped = madeOnce(() => new Intl.NumberFormat("en"));
const compact = madeOnce(() => new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }));

/** `1,234` */
export const formatCount = (value: number): string => grouped().format(value);

/** `9,999`, `12.3K`, `4M`: for places where five digits are too many. */
export const formatCompactCount = (value: number): string =>
  Math.abs(value) < 10_000 ? grouped().format(value) : compact().format(value);

/** The form of an English noun for a number of things: `pluralOf("entity", 2)` is `entities`. */
export const pluralOf = (noun: string, value: number): string => {
  if (value === 1) return noun;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
};

/** `1 task`, `2,345 entities` */
export const countOf = (value: number, noun: string): string => `${formatCount(value)} ${pluralOf(noun, value)}`;

/** Whole percent. Unfinished work is never shown as 100%, nor work that has started as 0%. */
export const formatPercent = (part: number, total: number): string => {
  if (total <= 0) return "100%";
  const value = (100 * part) / total;
  if (part > 0 && value < 1) return "<1%";
  return `${part < total ? Math.min(99, Math.floor(value)) : 100}%`;
};

/** `250/s`, `2.3/s`, `30/min`, `<0.1/min`: events per second, or per minute when they are slow. */
export const formatRate = (perSecond: number): string => {
  if (perSecond >= 9.95) return `${formatCompactCount(Math.round(perSecond))}/s`;
  if (perSecond >= 0.95) return `${perSecond.toFixed(1)}/s`;
  const perMinute = perSecond * 60;
  if (perMinute >= 9.95) return `${Math.round(perMinute)}/min`;
  if (perMinute >= 0.1 || perMinute <= 0) return `${perMinute <= 0 ? 0 : perMinute.toFixed(1)}/min`;
  return "<0.1/min";
};
