import { madeOnce } from "../made-once.ts";

const formatter = (options: Intl.DateTimeFormatOptions) => madeOnce(() => new Intl.DateTimeFormat("en-GB", options));

const dateTime = formatter({ dateStyle: "medium", timeStyle: "medium" });
const date = formatter({ dateStyle: "medium" });
const time = formatter({ timeStyle: "medium" });
const dayAndTime = formatter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

const DAY = 86_400_000;
/** ECMAScript knows no time beyond 100 million days from the epoch. */
const LAST = 8.64e15;

const isTime = (at: number): boolean => Math.abs(at) <= LAST;

/** `1 Dec 2026, 14:07:00` in the reader's time zone; epoch milliseconds. */
export const formatDateTime = (at: number): string => (isTime(at) ? dateTime().format(at) : "unknown");

/** `2026-12-01 14:07:00 UTC`: the same for every reader, as files need it. */
export const formatUtc = (at: number): string =>
  isTime(at)
    ? `${new Date(at)
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, "")} UTC`
    : "unknown";

/** A time on an axis, as exact as the axis' whole span needs: a date, a day and time, or a time. */
export const formatTimeOnAxis = (at: number, spanMs: number): string =>
  isTime(at) ? (spanMs > 90 * DAY ? date : spanMs > DAY ? dayAndTime : time)().format(at) : "unknown";
